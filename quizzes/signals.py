"""What quizzes tells the apps above it."""

from django.dispatch import Signal

# Sent inside the transaction, the first time that a learner opens a quiz (or begins it anew).
# provides args: attempt (quizzes.Attempt), now (datetime)
attempt_started = Signal()

# Sent inside the transaction that marks an attempt; attempt.fraction (0–1) is set. While attempt.result_waits is true
# the learner must not get to know it: `result` is None, and result_told follows when the time has come.
# provides args: attempt (quizzes.Attempt), answers (slot → quizzes.selectors.Newest), result (quizzes.QuizResult or
# None), now (datetime)
attempt_finished = Signal()

# Sent inside the transaction in which a result that waited comes to count, because the learner may know it now.
# provides args: attempt (quizzes.Attempt), result (quizzes.QuizResult), now (datetime)
result_told = Signal()

# Sent inside the transaction in which an attempt (open or ended) is given to another learner: it was begun under a
# wrong name. attempt.learner is the right one; results and skills of both are right already.
# provides args: attempt (quizzes.Attempt), source_id (uuid of the wrong learner), now (datetime)
attempt_moved = Signal()

# Sent while the result page is made. Receivers return a list of quizzes.next_steps.NextStep.
# provides args: attempt (quizzes.Attempt), result (quizzes.QuizResult)
next_steps_wanted = Signal()

# Sent while the page of an attempt whose result waits is made: nothing offered may tell how it went. Receivers return a
# list of quizzes.next_steps.NextStep.
# provides args: attempt (quizzes.Attempt)
ways_back_wanted = Signal()

# Sent while the result page of a quiz with several parts is made. Receivers return a dict: topic → list of
# quizzes.next_steps.NextStep, where it can be learnt.
# provides args: topics (tuple of str)
trainings_wanted = Signal()

# Sent inside the transaction in which a regrade changes the marks of a finished attempt. `result` is None where no
# result of the learner in the quiz is known yet.
# provides args: attempt (quizzes.Attempt, with its new fraction), result (quizzes.QuizResult or None), regrade
# (quizzes.Regrade), now (datetime)
attempt_regraded = Signal()
