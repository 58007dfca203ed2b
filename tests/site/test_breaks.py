"""Long names break between their words, and nothing else changes."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from errata.site.formatting import break_long_names


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("KubePersistentVolumeErrors", "Kube<wbr>Persistent<wbr>Volume<wbr>Errors"),
        ("ACMMetricsCollectorErrors", "ACM<wbr>Metrics<wbr>Collector<wbr>Errors"),
        ("ERR_CERT_AUTHORITY_INVALID", "ERR_<wbr>CERT_<wbr>AUTHORITY_<wbr>INVALID"),
        ("javax.jcr.AccessDeniedException", "javax.<wbr>jcr.<wbr>Access<wbr>Denied<wbr>Exception"),
        ("a short IOException", "a short IOException"),
        ("Troubleshooting internationalization", "Troubleshooting internationalization"),
        (
            "<b> & KubePodNotReadyAlerts",
            "&lt;b&gt; &amp; Kube<wbr>Pod<wbr>Not<wbr>Ready<wbr>Alerts",
        ),
        (
            "環境でKubePodNotReadyAlertsが出る",
            "環境でKube<wbr>Pod<wbr>Not<wbr>Ready<wbr>Alertsが出る",
        ),
    ],
)
def test_a_long_name_may_break_between_its_words(text: str, broken: str) -> None:
    assert break_long_names(text) == broken


def test_what_tags_say_is_kept() -> None:
    markup = Markup('<a href="../KubePersistentVolumeErrors/index.html">KubePodNotReadyAlerts</a>')
    broken = break_long_names(markup)
    assert 'href="../KubePersistentVolumeErrors/index.html"' in broken
    assert ">Kube<wbr>Pod<wbr>Not<wbr>Ready<wbr>Alerts</a>" in broken
