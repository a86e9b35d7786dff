"""What many answers say about a question: statistics, tasks for authors, regrades."""
