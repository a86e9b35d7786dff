"""What a new site follows is put into the tables."""

from django.db import transaction

from market_data import defaults
from market_data.models import Asset, Series, Venue


@transaction.atomic
def install_defaults() -> int:
    """Add the default venues, assets and series that are missing; what an operator has changed stays.

    Returns the number of series added.
    """
    venues = {
        default.key: Venue.objects.get_or_create(key=default.key, defaults=default._asdict())[0]
        for default in defaults.VENUES
    }
    assets = {
        code: Asset.objects.get_or_create(code=code, defaults={"name_th": name})[0]
        for code, name in defaults.ASSETS.items()
    }
    added = 0
    made: dict[tuple[str, str, str], Series] = {}
    for default in defaults.SERIES:
        symbol = f"{default.base}/{default.quote}"
        for timeframe in default.timeframes:
            series, is_new = Series.objects.get_or_create(
                venue=venues[default.venue],
                symbol=symbol,
                timeframe=timeframe,
                defaults={
                    "market_id": default.market_id,
                    "base": assets[default.base],
                    "quote": default.quote,
                    "tick": default.tick,
                    "price_decimals": default.price_decimals,
                    "valid_from": default.valid_from,
                    "valid_to": default.valid_to,
                    "fallback": made.get((default.fallback_venue, symbol, timeframe)),
                },
            )
            made[default.venue, symbol, timeframe] = series
            added += is_new
    return added
