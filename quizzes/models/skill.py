"""What a learner knows now, and when it is due to be met again."""
