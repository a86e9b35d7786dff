"""What quizzes tells the apps above it."""

from django.dispatch import Signal

# Sent inside the transaction, the first time that a learner opens a quiz (or begins it anew).
# provides args: attempt (quizzes.Attempt), now (datetime)
attempt_started = Signal()

# Sent inside the transaction that marks an attempt; attempt.fraction (0–1) is set.
# provides args: attempt (quizzes.Attempt), answers (slot → quizzes.selectors.Newest), result (quizzes.QuizResult),
# now (datetime)
attempt_finished = Signal()

# Sent while the result page is made. Receivers return a list of quizzes.next_steps.NextStep.
# provides args: attempt (quizzes.Attempt), result (quizzes.QuizResult)
next_steps_wanted = Signal()

# Sent while the result page of a quiz with several parts is made. Receivers return a dict: topic → list of
# quizzes.next_steps.NextStep, where it can be learnt.
# provides args: topics (tuple of str)
trainings_wanted = Signal()

# Sent inside the transaction in which a regrade changes the marks of a finished attempt.
# provides args: attempt (quizzes.Attempt, with its new fraction), result (quizzes.QuizResult), regrade
# (quizzes.Regrade), now (datetime)
attempt_regraded = Signal()
