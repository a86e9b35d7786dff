"""Choosing a series in the CMS."""

from typing import Any

from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet


class SeriesColumns:
    """What tells one series from another in the list."""

    @property
    def columns(self) -> list[Any]:
        return [
            *super().columns,  # type: ignore[misc]
            Column("venue", label="แหล่งราคา", accessor="venue"),
            Column("timeframe", label="กรอบเวลา", accessor="get_timeframe_display"),
        ]


class SeriesChooseView(SeriesColumns, ChooseView):
    pass


class SeriesChooseResultsView(SeriesColumns, ChooseResultsView):
    pass


class SeriesChooserViewSet(ChooserViewSet):
    model = "market_data.Series"
    icon = "history"
    choose_one_text = "เลือกชุดราคา"
    choose_another_text = "เลือกชุดอื่น"
    edit_item_text = "แก้ไขชุดราคานี้"
    choose_view_class = SeriesChooseView
    choose_results_view_class = SeriesChooseResultsView


series_chooser_viewset = SeriesChooserViewSet("series_chooser")
SeriesChooserBlock = series_chooser_viewset.get_block_class(
    name="SeriesChooserBlock", module_path="market_data.choosers"
)
