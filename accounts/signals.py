"""What accounts tells the apps above it."""

from django.dispatch import Signal

# Sent inside the transaction that joins two learners; receivers move what they keep of `source` to `target`.
# provides args: source (accounts.Learner, about to be deleted), target (accounts.Learner), now (datetime)
learners_merged = Signal()
