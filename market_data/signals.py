"""What market_data asks the apps above it."""

from django.dispatch import Signal

# Sent while the page of an asset is made. Receivers return a list of market_data.mentions.Mention, in few queries.
# provides args: series_ids (list of market_data.Series ids), event_ids (list of market_data.EventChart ids)
mentions_wanted = Signal()
