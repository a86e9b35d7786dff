"""What accounts tells the apps above it. What they keep of people they register: accounts.personal_data."""

from django.dispatch import Signal

# Sent inside the transaction in which an account is about to take over the learner of a device. Receivers return True
# where they know the two to be different people; then neither is touched.
# provides args: learner (accounts.Learner, of no account), user (accounts.User), own (the account's learner, or None)
claim_asked = Signal()

# Sent inside the transaction that joins two learners; receivers move what they keep of `source` to `target`.
# provides args: source (accounts.Learner, about to be deleted), target (accounts.Learner), now (datetime)
learners_merged = Signal()

# Sent inside the transaction in which a learner gives up the account and stays without a name; receivers drop what
# names the person. provides args: learner (accounts.Learner, already without a user), now (datetime)
account_closed = Signal()

# Sent while the page of one's data is made. Receivers return HTML (a SafeString) of a section, or None.
# provides args: request (HttpRequest), learner (accounts.Learner), has_account (bool)
my_data_sections_wanted = Signal()
