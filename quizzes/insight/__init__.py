"""What many answers say: statistics, tasks for authors, regrades, and what a learner knows now.

receivers → counting (worker only: numpy and pandas) → figures, author_tasks → models; regrades, knowledge and
boosters beside them. Screens read what the worker has written; nothing that a web process loads imports counting.
"""
