"""What search engines are told about a page (schema.org). Plain data; keys of answers never come here. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from lessons.tree import LessonItem

Data = dict[str, Any]
_CONTEXT = "https://schema.org"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/deed.th"
# schema.org wants a number: 1 is false, 5 is true; what has no place on that line gets none
_RATINGS = {"false": 1, "misleading": 2, "mostly-true": 4, "true": 5}


def publisher(origin: str) -> Data:
    return {"@type": "EducationalOrganization", "name": "รู้ทันคริปโต", "url": f"{origin}/"}


def website(*, origin: str, description: str) -> Data:
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": "รู้ทันคริปโต",
        "url": f"{origin}/",
        "description": description,
        "inLanguage": "th",
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{origin}/search/?q={{query}}",
            "query-input": "required name=query",
        },
    }


def course(*, origin: str, url: str, name: str, description: str, lessons: Sequence[LessonItem]) -> Data:
    minutes = sum(lesson["duration_minutes"] for lesson in lessons)
    return {
        "@context": _CONTEXT,
        "@type": "Course",
        "name": name,
        "description": description,
        "url": url,
        "inLanguage": "th",
        "isAccessibleForFree": True,
        "license": _LICENCE,
        "provider": publisher(origin),
        "hasCourseInstance": {
            "@type": "CourseInstance",
            "courseMode": "online",
            "courseWorkload": f"PT{minutes}M",
        },
        "hasPart": [
            {"@type": "LearningResource", "name": lesson["title"], "url": origin + lesson["url"]}
            for lesson in lessons
        ],
    }


def lesson(
    *,
    origin: str,
    url: str,
    name: str,
    description: str,
    minutes: int,
    reviewed_on: dt.date | None,
    quiz: str | None,
) -> Data:
    """Return a lesson and, by name alone, the quiz that closes it."""
    data = {
        "@context": _CONTEXT,
        "@type": "LearningResource",
        "learningResourceType": "บทเรียน",
        "name": name,
        "description": description,
        "url": url,
        "inLanguage": "th",
        "isAccessibleForFree": True,
        "license": _LICENCE,
        "timeRequired": f"PT{minutes}M",
        "publisher": publisher(origin),
    }
    if reviewed_on:
        data["dateModified"] = reviewed_on.isoformat()
    if quiz:
        data["hasPart"] = {
            "@type": "Quiz",
            "name": quiz,
            "educationalUse": "แบบทดสอบท้ายบท",
            "inLanguage": "th",
        }
    return data


def article(*, origin: str, url: str, name: str, description: str, other_names: Sequence[str]) -> Data:
    return {
        "@context": _CONTEXT,
        "@type": "Article",
        "headline": name,
        "alternativeHeadline": ", ".join(other_names),
        "description": description,
        "url": url,
        "inLanguage": "th",
        "license": _LICENCE,
        "publisher": publisher(origin),
    }


def claim_review(
    *, origin: str, url: str, claim: str, verdict: str, verdict_name: str, short: str, checked_on: dt.date
) -> Data:
    rating: Data = {"@type": "Rating", "alternateName": verdict_name}
    if verdict in _RATINGS:
        rating |= {"ratingValue": _RATINGS[verdict], "bestRating": 5, "worstRating": 1}
    return {
        "@context": _CONTEXT,
        "@type": "ClaimReview",
        "url": url,
        "claimReviewed": claim,
        "reviewBody": short,
        "datePublished": checked_on.isoformat(),
        "inLanguage": "th",
        "author": publisher(origin),
        "itemReviewed": {"@type": "Claim", "name": claim},
        "reviewRating": rating,
    }


def faq(*, questions: Iterable[tuple[str, str]]) -> Data:
    return {
        "@context": _CONTEXT,
        "@type": "FAQPage",
        "inLanguage": "th",
        "mainEntity": [
            {
                "@type": "Question",
                "name": question,
                "acceptedAnswer": {"@type": "Answer", "text": answer},
            }
            for question, answer in questions
        ],
    }


def term_set(*, url: str, name: str, terms: Iterable[tuple[str, str, str]]) -> Data:
    """Return the glossary; `terms` are slug, term, definition."""
    return {
        "@context": _CONTEXT,
        "@type": "DefinedTermSet",
        "name": name,
        "url": url,
        "inLanguage": "th",
        "hasDefinedTerm": [
            {
                "@type": "DefinedTerm",
                "termCode": slug,
                "name": term,
                "description": definition,
                "url": f"{url}#{slug}",
            }
            for slug, term, definition in terms
        ],
    }
