"""What market_data asks and tells the apps above it."""

from django.dispatch import Signal

# Sent while the page of an asset is made. Receivers return a list of market_data.mentions.Mention, in few queries.
# provides args: series_ids (list of market_data.Series ids), event_ids (list of market_data.EventChart ids)
mentions_wanted = Signal()

# Sent inside the transaction that stores a newer closed candle than the series had, or the reason for a gap: pages
# that show it are out of date.
# provides args: series_id (int)
series_advanced = Signal()
