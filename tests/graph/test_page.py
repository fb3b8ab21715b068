"""The page, as text and in a real browser: nothing leaks, nothing breaks out, and everything that it offers works."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import Graph
from graph.flows import with_flows
from graph.levels import boxes_of
from graph.model import ROOT
from graph.page import METRICS, as_html, document, in_script
from graph.placing import Size, place
from graph.rows import rows_of
from scripts.browser import Browser, chromium
from tests.graph.colours import contrast, declared
from tests.graph.stacks import component, flat, idle, large, needs, node, small, stack, urn

STYLE = (Path(__file__).parents[2] / "graph" / "browser" / "page.css").read_text()
HOSTILE = (
    "</script><script>document.title = 'broken'</script>",
    "<!--<script>",
    "\"onload=alert(1) x='",
    "a\N{RIGHT-TO-LEFT OVERRIDE}b",
    "עברית",
    "a\u2028b",
    "]]>&lt;",
    "a,b%2Cc#d",
)


def embedded(page: str) -> dict[str, Any]:
    """The data in a page, as a browser would read it."""
    text = page.partition('<script type="application/json" id="data">')[2].partition("</script>")[0]
    data: dict[str, Any] = json.loads(text)
    return data


def test_it_holds_the_record_and_the_rows() -> None:
    data = embedded(as_html(with_flows(small())))
    assert data["subject"] == "p/dev"
    assert {one["id"] for one in data["nodes"]} >= {"lake", "lake-raw", "desk-jobs"}
    assert data["levels"]["lake"]["wide"]["rows"] == [["lake-logs"], ["lake-raw"]]
    assert data["flow"]["arrows"] == [["lake-logs", "lake-raw", 1, "target"]]
    assert data["view"] == "structure"
    assert embedded(as_html(small(), "flow"))["view"] == "flow"


def test_it_needs_no_network() -> None:
    page = as_html(small())
    assert "default-src 'none'" in page
    assert not re.search(r"@import|url\(|src=|<link|import\(|fetch\(|XMLHttpRequest", page)


@given(st.text(st.characters(codec=None)))
def test_no_name_ends_the_data(name: str) -> None:
    data = {"name": name, "of": [name]}
    told = in_script(data)
    assert not {"<", ">", "&"} & set(told)
    assert json.loads(told) == data


def test_large_values_are_cut_and_say_so() -> None:
    graph = stack(*(node(f"n{number}", properties={"text": "x" * 100_000, "n": number}) for number in range(200)))
    page = as_html(graph)
    assert len(page) < 6_000_000
    first = next(one for one in embedded(page)["nodes"] if one["id"] == "n0")
    assert first["properties"]["text"].endswith("… and 98,000 more characters")
    assert first["properties"]["n"] == 0


def test_the_page_of_a_huge_stack_stays_bounded() -> None:
    values = {f"k{place}": "y" * 1900 for place in range(20)}
    graph = stack(*(node(f"n{number:03}", properties=values) for number in range(500)))
    page = as_html(graph)
    assert len(page) < 6_000_000
    data = embedded(page)
    assert any("properties of" in note and "left out" in note for note in data["notes"])
    assert data["nodes"][0]["properties"] == values
    assert "properties" not in data["nodes"][-2]


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("ground", ["back", "paper", "inner", "inner2"])
@pytest.mark.parametrize(
    "text",
    ["text", "dim", "accent", "create", "update", "replace", "delete", "same", "critical", "high", "medium", "low"],
)
def test_texts_stand_out(text: str, ground: str, dark: bool) -> None:
    colours = declared(STYLE.partition("* {")[0], "--", dark=dark)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize(
    "ground", ["accent", "create", "update", "replace", "delete", "critical", "high", "medium", "low"]
)
def test_signs_stand_out_from_their_marks(ground: str, dark: bool) -> None:
    colours = declared(STYLE.partition("* {")[0], "--", dark=dark)
    assert contrast(colours["on"], colours[ground]) >= 4.5


# From here on in a browser.


@pytest.fixture(scope="module")
def desktop() -> Iterator[Browser]:
    with Browser(1280, 800) as browser:
        yield browser


@pytest.fixture(scope="module")
def phone() -> Iterator[Browser]:
    with Browser(360, 740, dark=True, touch=True) as browser:
        yield browser


def show(browser: Browser, folder: Path, graph: Graph, address: str = "") -> None:
    """Open a graph's page, which must be free of mistakes and ask for nothing else."""
    file = folder / "graph.html"
    file.write_text(as_html(with_flows(graph)), encoding="utf-8")
    browser.problems.clear()
    browser.requests.clear()
    browser.open(file.as_uri() + address)
    browser.until("document.documentElement.dataset.ready")
    assert browser.problems == []
    assert {request.partition("#")[0] for request in browser.requests} <= {file.as_uri(), "about:blank"}


def boxes(browser: Browser) -> list[str]:
    """The ids of the boxes in the document."""
    found: list[str] = browser.evaluate("[...document.querySelectorAll('.box')].map((box) => box.dataset.id).sort()")
    return found


def lit(browser: Browser, kind: str) -> list[str]:
    found: list[str] = browser.evaluate(
        f"[...document.querySelectorAll('.box.{kind}')].map((box) => box.dataset.id).sort()"
    )
    return found


def panel(browser: Browser) -> str:
    return str(browser.evaluate("document.getElementById('panel').innerText"))


def address(browser: Browser) -> dict[str, str]:
    pairs: list[list[str]] = browser.evaluate("[...new URLSearchParams(location.hash.slice(1))]")
    return dict(pairs)


@pytest.mark.slow
@pytest.mark.skipif(chromium() is None, reason="no Chromium is on PATH")
class TestInABrowser:
    def test_at_first_only_the_outermost_boxes_are_in_the_document(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        assert boxes(desktop) == ["desk", "keys", "lake"]
        assert desktop.evaluate("document.getElementById('summary').textContent") == (
            "6 resources · 3 components · 1 violation · $1\N{EN DASH}$3 a month"
        )
        assert "a note" in panel(desktop)

    def test_a_box_opens_and_closes_by_its_button(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        desktop.click("[data-toggle=lake] .button")
        assert boxes(desktop) == ["desk", "keys", "lake", "lake-logs", "lake-raw"]
        assert address(desktop) == {"open": "lake"}
        desktop.click("[data-toggle=lake-raw] .button")
        assert boxes(desktop)[-2:] == ["lake-raw-logging", "lake-raw-policy"]
        desktop.click("[data-toggle=lake] .button")
        assert boxes(desktop) == ["desk", "keys", "lake"]
        assert address(desktop) == {}

    def test_a_click_chooses_a_box_and_lights_both_ways(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small(), "#open=lake")
        desktop.click("[data-id=lake-raw] .frame")
        told = panel(desktop)
        assert "lake-raw" in told
        assert "urn:pulumi:dev::p::aws:s3/bucket:Bucket::lake-raw" in told
        assert "Needs (2)" in told
        assert "kmsKeyId" in told
        assert "Needed by (1)" in told
        assert "desk-jobs" in told
        assert "derived from lake-raw-logging: targetBucket" in told
        assert "Protected" in told
        assert lit(desktop, "focus") == ["lake-raw"]
        assert lit(desktop, "up") == ["keys", "lake-logs"]
        assert lit(desktop, "down") == ["desk"]
        assert address(desktop)["focus"] == "lake-raw"

    def test_links_in_the_panel_lead_both_ways(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small(), "#focus=desk-jobs")
        desktop.click("#panel [data-focus=keys-lake]")
        assert address(desktop)["focus"] == "keys-lake"
        assert "keys-lake" in boxes(desktop)
        desktop.click("#panel [data-focus=desk-jobs]")
        assert "queues are sealed" in panel(desktop)

    def test_all_the_way_or_only_neighbours(self, desktop: Browser, tmp_path: Path) -> None:
        chain = [node(f"q{number}") for number in range(4)]
        edges = [needs(one, other, "x") for one, other in zip(chain[1:], chain, strict=False)]
        show(desktop, tmp_path, stack(*chain, edges=edges), "#focus=q3")
        assert lit(desktop, "up") == ["q0", "q1", "q2"]
        desktop.click("#far")
        assert lit(desktop, "up") == ["q2"]
        assert address(desktop) == {"focus": "q3", "reach": "direct"}

    def test_search_finds_by_name_and_type_and_opens_what_is_around(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        desktop.press("/")
        desktop.type("bucketpolicy raw")
        assert desktop.evaluate("document.querySelectorAll('#results [role=option]').length") == 1
        desktop.press("Enter")
        assert address(desktop)["focus"] == "lake-raw-policy"
        assert lit(desktop, "focus") == ["lake-raw-policy"]

    def test_search_says_when_there_is_nothing(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        desktop.press("/")
        desktop.type("nothing-of-the-kind")
        assert "Nothing is called so." in desktop.evaluate("document.getElementById('results').innerText")

    @pytest.mark.parametrize(
        ("filters", "shown"),
        [
            ("step=create", ["lake", "lake-raw", "lake-raw-policy"]),
            ("finding=any", ["desk", "desk-jobs"]),
            ("type=aws:kms/key:Key", ["keys", "keys-lake"]),
            ("component=lake", ["lake"]),
            ("component=lake&step=replace", ["lake", "lake-raw", "lake-raw-logging"]),
            ("component=keys&step=replace", []),
        ],
    )
    def test_filters_leave_what_matches_and_what_is_around_it(
        self, desktop: Browser, tmp_path: Path, filters: str, shown: list[str]
    ) -> None:
        show(desktop, tmp_path, small(), f"#{filters}")
        assert boxes(desktop) == shown
        assert desktop.evaluate("!document.getElementById('empty').hidden") == (not shown)

    def test_a_filter_is_chosen_from_its_list_and_reset(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        desktop.evaluate("""(() => { const list = document.getElementById('filter-step'); list.value = 'delete';
            list.dispatchEvent(new Event('change', {bubbles: true})) })()""")
        assert boxes(desktop) == ["desk", "desk-jobs"]
        assert address(desktop) == {"step": "delete"}
        desktop.click("#reset")
        assert boxes(desktop) == ["desk", "keys", "lake"]

    def test_overlays_come_and_go(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small(), "#open=lake,desk")
        count = "['.chip', '.cost', '.lock', '.mark, .bar'].map((one) => document.querySelectorAll(one).length)"
        assert all(desktop.evaluate(count))
        for name in ("findings", "cost", "protection", "steps"):
            desktop.click(f"[data-overlay={name}]")
        assert desktop.evaluate(count) == [0, 0, 0, 0]
        assert address(desktop)["overlays"] == ""

    def test_an_overlay_that_nothing_has_is_off(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, stack(node("one")))
        assert desktop.evaluate("[...document.querySelectorAll('[data-overlay]')].every((one) => one.disabled)")

    def test_the_data_flow_has_its_own_drawing(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        desktop.click("[data-view=flow]")
        assert boxes(desktop) == ["lake-logs", "lake-raw"]
        assert address(desktop) == {"view": "flow"}
        desktop.click("[data-id=lake-logs] .frame")
        assert lit(desktop, "up") == ["lake-raw"]

    def test_without_flows_it_says_so(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, stack(node("one")), "#view=flow")
        assert "No flow of data can be seen" in desktop.evaluate("document.getElementById('empty').textContent")

    def test_the_keyboard_alone_is_enough(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        desktop.evaluate("document.querySelector('.box[tabindex=\"0\"]').focus()")
        active = "document.activeElement.dataset.id"
        for _ in range(3):
            desktop.press("ArrowUp")
        assert desktop.evaluate(active) == "keys"
        desktop.press("ArrowDown")
        assert desktop.evaluate(active) == "lake"
        desktop.press(" ")
        assert "lake-raw" in boxes(desktop)
        assert desktop.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
        desktop.press("Enter")
        assert address(desktop) == {"focus": "lake", "open": "lake"}
        desktop.press("Escape")
        assert "focus" not in address(desktop)
        assert desktop.evaluate("document.querySelectorAll('.box[tabindex=\"0\"]').length") == 1

    def test_the_wheel_and_the_mouse_zoom_and_move(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        where = "[...document.getElementById('world').getAttribute('transform').matchAll(/-?[\\d.]+/g)].map(Number)"
        x, y, scale = desktop.evaluate(where)
        desktop.mouse("mouseWheel", 300, 400, deltaX=0, deltaY=-400)
        desktop.until(f"{where}[2] > {scale} * 1.5")
        x, y, scale = desktop.evaluate(where)
        desktop.mouse("mousePressed", 60, 700, button="left", clickCount=1)
        desktop.mouse("mouseMoved", 160, 650, button="left", buttons=1)
        desktop.mouse("mouseReleased", 160, 650, button="left", clickCount=1)
        assert desktop.evaluate(where) == pytest.approx([x + 100, y - 50, scale])

    def test_an_address_shows_what_was_shown(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small(), "#open=lake,lake-raw&focus=lake-raw-policy&overlays=cost&reach=direct&q=raw")
        assert address(desktop) == {
            "focus": "lake-raw-policy",
            "reach": "direct",
            "open": "lake,lake-raw",
            "overlays": "cost",
            "q": "raw",
        }
        assert desktop.evaluate("document.getElementById('search').value") == "raw"

    def test_an_address_of_what_is_not_there_says_so(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small(), "#focus=gone&open=neither")
        assert desktop.evaluate("document.getElementById('status').textContent") == "Nothing here is called gone"
        assert boxes(desktop) == ["desk", "keys", "lake"]

    def test_where_arrows_are_left_out_it_says_so(self, desktop: Browser, tmp_path: Path) -> None:
        hint = "document.getElementById('hint').checkVisibility()"
        show(desktop, tmp_path, small(), "#open=*")
        assert not desktop.evaluate(hint)
        show(desktop, tmp_path, flat(900))
        assert desktop.evaluate(hint)
        show(desktop, tmp_path, flat(900), "#focus=thing-00100")
        assert not desktop.evaluate(hint)
        assert desktop.evaluate("document.querySelectorAll('.reach').length") > 3

    def test_names_that_several_have_lead_to_the_component(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, stack(component("one"), node("one")), "#focus=one")
        assert address(desktop)["focus"] == "p:index:Part::one"

    @pytest.mark.parametrize("name", HOSTILE)
    def test_hostile_names_are_text(self, desktop: Browser, tmp_path: Path, name: str) -> None:
        part = component(name)
        finding = small().by_urn[urn("desk-jobs")].findings[0]
        inner = node(f"{name}-in", parent=part.urn, properties={name: name, "n": [name]}, findings=(finding,))
        graph = Graph.of(name, "planned", stack(part, inner, edges=[needs(inner, part, name)]).nodes, [], [name])
        show(desktop, tmp_path, graph, "#open=*")
        assert desktop.evaluate("document.getElementById('subject').textContent") == name
        desktop.evaluate(
            "document.querySelectorAll('.box.leaf')[0].dispatchEvent(new MouseEvent('click', {bubbles: true}))"
        )
        assert name in desktop.evaluate("document.getElementById('panel').textContent")
        assert desktop.evaluate("document.querySelectorAll('script').length") == 2
        assert desktop.evaluate("document.title") == f"{name}: graph".strip()
        opened = desktop.evaluate("location.href")
        desktop.open(opened)
        desktop.until("document.documentElement.dataset.ready")
        assert name in desktop.evaluate("document.getElementById('panel').textContent")
        assert desktop.problems == []

    @pytest.mark.parametrize("width", [360, 420, 768, 1280])
    def test_nothing_is_wider_than_the_window(self, tmp_path: Path, width: int) -> None:
        with Browser(width, 740) as browser:
            for at in ("", "#open=*&focus=lake-raw", "#view=flow"):
                show(browser, tmp_path, small(), at)
                assert browser.evaluate("document.documentElement.scrollWidth") <= width
                browser.evaluate("document.body.classList.add('panel', 'tools')")
                for part in ("panel", "tools"):
                    found = f"document.getElementById('{part}')"
                    assert browser.evaluate(f"{found}.scrollWidth <= {found}.clientWidth"), (at, part)

    def test_on_a_phone_everything_fits_and_filters_unfold(self, phone: Browser, tmp_path: Path) -> None:
        show(phone, tmp_path, small())
        frames = "[...document.querySelectorAll('.box')].map((box) => box.getBoundingClientRect())"
        assert phone.evaluate(f"{frames}.every((at) => at.left >= 0 && at.right <= innerWidth)")
        shown = "getComputedStyle(document.getElementById('{}')).display"
        assert phone.evaluate(shown.format("tools")) == "none"
        phone.click("#menu")
        assert phone.evaluate(shown.format("tools")) == "flex"
        phone.click("#menu")
        assert phone.evaluate(shown.format("panel")) == "none"
        phone.click("[data-id=keys] .frame")
        assert phone.evaluate(shown.format("panel")) == "block"

    def test_on_a_phone_the_chosen_box_is_not_covered(self, phone: Browser, tmp_path: Path) -> None:
        show(phone, tmp_path, small(), "#focus=desk-jobs")
        bottom = phone.evaluate("document.querySelector('.box.focus').getBoundingClientRect().bottom")
        assert bottom <= phone.evaluate("document.getElementById('panel').getBoundingClientRect().top")

    def test_two_fingers_zoom(self, phone: Browser, tmp_path: Path) -> None:
        show(phone, tmp_path, small())
        scale = "Number(document.getElementById('world').getAttribute('transform').match(/scale\\(([\\d.]+)/)[1])"
        before = phone.evaluate(scale)
        phone.fingers("touchStart", (150, 400), (210, 400))
        for apart in (40, 60, 80, 100):
            phone.fingers("touchMove", (180 - apart, 400), (180 + apart, 400))
        phone.fingers("touchEnd")
        phone.until(f"{scale} > {before} * 1.8")

    def test_the_look_follows_the_readers_setting(self, desktop: Browser, phone: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        show(phone, tmp_path, small())
        ground = "getComputedStyle(document.body).backgroundColor"
        assert desktop.evaluate(ground) == "rgb(246, 248, 250)"
        assert phone.evaluate(ground) == "rgb(14, 18, 23)"

    def test_on_paper_only_the_drawing_and_the_panel_are_left(self, desktop: Browser, tmp_path: Path) -> None:
        show(desktop, tmp_path, small())
        desktop.call("Emulation.setEmulatedMedia", media="print")
        hidden = "['tools', 'search', 'overview'].every((id) => !document.getElementById(id).checkVisibility())"
        assert desktop.evaluate(hidden)
        desktop.call(
            "Emulation.setEmulatedMedia", media="", features=[{"name": "prefers-color-scheme", "value": "light"}]
        )

    @pytest.mark.parametrize("graph", [small(), large(90), flat(60), idle()], ids=["small", "teams", "flat", "idle"])
    def test_places_are_those_that_python_finds(self, desktop: Browser, tmp_path: Path, graph: Graph) -> None:
        expected = placed(with_flows(graph))
        show(desktop, tmp_path, graph, "#open=*")
        for _ in range(10):
            desktop.click("#zoom-out")
        desktop.until(f"document.querySelectorAll('.box').length === {len(expected)}")
        where = "[...box.getAttribute('transform').matchAll(/-?[\\d.]+/g)].map(Number)"
        every = f"[...document.querySelectorAll('.box')].map((box) => [box.dataset.id, ...{where}])"
        found = {name: (x, y) for name, x, y in desktop.evaluate(every)}
        assert found.keys() == expected.keys()
        for name, corner in expected.items():
            # Rounding a tenth of a pixel half up or to even may add up over some levels.
            assert found[name] == pytest.approx(corner, abs=0.5), name

    @pytest.mark.parametrize("graph", [large(2000), flat(2000)], ids=["teams", "flat"])
    def test_two_thousand_resources_are_shown_by_what_is_near(
        self, desktop: Browser, tmp_path: Path, graph: Graph
    ) -> None:
        show(desktop, tmp_path, graph)
        desktop.click("#open-all")
        desktop.until("Number(document.documentElement.dataset.boxes) >= 2000")
        for _ in range(12):
            desktop.click("#zoom-in")
        desktop.until("document.querySelectorAll('.box').length < 300")
        desktop.press("0")
        desktop.press("/")
        desktop.type("thing-00" if "thing-00100" in graph.ids.values() else "team-001-thing-01")
        desktop.press("Enter")
        assert lit(desktop, "focus")
        assert desktop.problems == []


def placed(graph: Graph) -> dict[str, tuple[float, float]]:
    """Where Python would draw each box of a page whose boxes are all open, by id."""
    levels = boxes_of(graph)
    header, pad = METRICS["header"], METRICS["pad"]
    inner: dict[str, Any] = {}

    def size(child: str) -> Size:
        if child not in levels:
            return Size(*METRICS["leaf"]["wide"])
        inner[child] = place(levels[child], rows_of(levels[child]), size)
        width = max(inner[child].size.width + 2 * pad, METRICS["box"]["wide"][0])
        return Size(width, inner[child].size.height + header + pad)

    found: dict[str, tuple[float, float]] = {}

    def gather(level: Any, left: float, top: float) -> None:
        for child, (x, y) in level.corners.items():
            found[graph.ids[child]] = (left + x, top + y)
            if child in inner:
                held = inner[child]
                width = max(held.size.width + 2 * pad, METRICS["box"]["wide"][0])
                gather(held, left + x + (width - held.size.width) / 2, top + y + header)

    gather(place(levels[ROOT], rows_of(levels[ROOT]), size), 0, 0)
    return found


def test_the_document_is_as_the_page_expects_it() -> None:
    data = document(with_flows(small()))
    assert data["levels"].keys() == {"", "keys", "lake", "desk", "lake-raw"}
    for level in (*data["levels"].values(), data["flow"]):
        for form in ("wide", "narrow"):
            assert len(level[form]["passing"]) == len(level["arrows"])
