"""Describing through a server: a real one, and ones that fail in every way that servers fail."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from photofind.captioning import remote_protocol
from photofind.captioning.prompts import PAPER_PROMPT
from photofind.captioning.recipe import Recipe
from photofind.captioning.remote import Endpoint, RemoteDescriber, RemoteOptions
from photofind.captioning.remote_trial import trial
from photofind.captioning.worker import Answer, Described, Refused
from photofind.errors import Cancelled, EngineCrashedError, ModelError, UsageError
from tests.captioning.conftest import plain
from tests.captioning.remote_servers import (
    MODEL,
    Behaviour,
    Call,
    Handler,
    LlamaServer,
    Script,
    Unruly,
    free_port,
    well,
)

KEY = "sesame-1234"
RED = plain("red")
AT_ONCE = 3.0
"""Seconds: a tenth of a second on an idle machine; what hangs here, hangs for thirty."""


@pytest.fixture(scope="module")
def llama() -> Iterator[LlamaServer]:
    server = LlamaServer(key=KEY)
    yield server
    server.stop()


@pytest.fixture
def unruly() -> Iterator[Callable[..., Unruly]]:
    made: list[Unruly] = []

    def make(*arguments: Any, **options: Any) -> Unruly:
        made.append(Unruly(*arguments, **options))
        return made[-1]

    yield make
    for each in made:
        each.stop()


class Asked(RemoteDescriber):
    """A describer that keeps what it was told about waiting."""

    def __init__(self, url: str, model: str = MODEL, key: str = "", **options: Any) -> None:
        self.waits: list[str] = []
        super().__init__(Endpoint(url, model, key), RemoteOptions(**{"backoff": 0.01, **options}), self.waits.append)


@pytest.fixture
def asked() -> Iterator[Callable[..., Asked]]:
    made: list[Asked] = []

    def make(url: str, start: bool = True, **options: Any) -> Asked:
        made.append(Asked(url, **options))
        if start:
            made[-1].start()
        return made[-1]

    yield make
    for each in made:
        each.stop()


def collect(describer: RemoteDescriber, seconds: float = 20) -> dict[int, Answer]:
    answers: dict[int, Answer] = {}
    deadline = time.monotonic() + seconds
    while describer.backlog:
        answers |= {answer.job: answer for answer in describer.poll(1)}
        assert time.monotonic() < deadline, "no answers"
    return answers


def describe(describer: RemoteDescriber, count: int = 6, first: int = 100) -> dict[int, Answer]:
    """Answers to ``count`` views; view n has the number n and the limit 100 + n."""
    for job in range(count):
        describer.submit(job, "whole", RED, first + job)
    return collect(describer)


def all_well(answers: dict[int, Answer], count: int = 6) -> bool:
    return len(answers) == count and all(isinstance(answer, Described) for answer in answers.values())


def reason(answer: Answer) -> str:
    assert isinstance(answer, Refused), answer
    return answer.reason


# --- a real server -----------------------------------------------------------------------------------------------


def test_a_real_server_describes(llama: LlamaServer, asked: Callable[..., Asked]) -> None:
    describer = asked(llama.url, key=KEY)
    colours = ("red", "blue", "green", "yellow", "purple")
    for job, colour in enumerate(colours):
        describer.submit(job, "whole", plain(colour), 40)
    assert describer.backlog == 5
    for job, answer in collect(describer).items():
        assert isinstance(answer, Described)
        assert colours[job] in answer.text
        assert 3 < answer.tokens <= 40
        assert answer.seconds > 0
    assert describer.backlog == 0
    assert describer.slots == 4
    assert describer.waits == []


def test_a_real_server_says_the_same_again_and_keeps_the_limit(llama: LlamaServer, asked: Callable[..., Asked]) -> None:
    describer = asked(llama.url, key=KEY)
    for job, limit in enumerate((40, 40, 3)):
        describer.submit(job, "q11", RED, limit)
    texts = [answer.text for _job, answer in sorted(collect(describer).items()) if isinstance(answer, Described)]
    assert texts[0] == texts[1]
    assert texts[0].startswith(texts[2])
    assert len(texts[2].split()) <= 3


def test_a_real_server_is_tried(llama: LlamaServer) -> None:
    tried = trial(llama.url, key=KEY)
    assert tried.models == (MODEL,)
    assert tried.model == MODEL
    assert tried.text
    assert 0 < tried.seconds < 20


def test_a_real_server_refuses_a_wrong_key(llama: LlamaServer, asked: Callable[..., Asked]) -> None:
    with pytest.raises(ModelError, match="refuses the key"):
        trial(llama.url, key="wrong")
    with pytest.raises(ModelError, match="refuses the key"):
        asked(llama.url)


# --- what is sent ------------------------------------------------------------------------------------------------


def test_what_is_sent(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly()
    assert all_well(describe(asked(server.url, key=KEY), 1), 1)
    (call,) = server.views
    assert call.path == "/v1/chat/completions"
    assert call.headers["Authorization"] == f"Bearer {KEY}"
    content = call.body["messages"][0].pop("content")
    assert call.body == {
        "model": MODEL, "messages": [{"role": "user"}], "temperature": 0, "max_tokens": 100, "stream": False
    }  # fmt: skip
    image, text = content
    assert text == {"type": "text", "text": PAPER_PROMPT}
    assert image["image_url"]["url"].startswith("data:image/jpeg;base64,/9j/")


def test_a_second_question_comes_after_the_first_answer(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked]
) -> None:
    answers = {1: "a red circle", 3: "on gray"}
    server = unruly(lambda handler, call: handler.describe(answers[len(call.body["messages"])]))
    (answer,) = describe(asked(server.url, recipe=Recipe(follow_up="What else?")), 1).values()
    assert isinstance(answer, Described)
    assert (answer.text, answer.tokens) == ("a red circle\non gray", 6)
    first, second = (call.body["messages"] for call in server.views)
    assert second == [
        *first, {"role": "assistant", "content": "a red circle"}, {"role": "user", "content": "What else?"}
    ]  # fmt: skip
    server.behave = lambda handler, call: handler.describe("a cat" if len(call.body["messages"]) == 1 else "")
    (answer,) = describe(asked(server.url, recipe=Recipe(follow_up="What else?")), 1).values()
    assert isinstance(answer, Described)
    assert answer.text == "a cat"


def test_no_key_is_sent_without_one_and_connections_are_kept(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked]
) -> None:
    ports: set[object] = set()

    def behave(handler: Handler, _call: Call) -> None:
        ports.add(handler.client_address)
        handler.describe()

    server = unruly(behave)
    assert all_well(describe(asked(server.url, slots=1)))
    assert not any("Authorization" in call.headers for call in server.calls)
    assert len(ports) == 1


def test_a_proxy_does_not_read_along_on_the_local_network(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy = unruly()
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
    server = unruly()
    assert all_well(describe(asked(server.url)))
    assert proxy.calls == []


@pytest.mark.parametrize(("options", "most"), [({}, 4), ({"slots": 2}, 2)])
def test_several_views_are_in_flight_and_never_more(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked], options: dict[str, int], most: int
) -> None:
    together = threading.Barrier(most)

    def behave(handler: Handler, _call: Call) -> None:
        together.wait(10)  # answers only when that many are there
        handler.describe()

    server = unruly(behave)
    assert all_well(describe(asked(server.url, **options), 2 * most), 2 * most)
    assert server.most == most


def test_llama_server_says_how_many_it_takes(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly()
    server.props = {"total_slots": 7, "modalities": {"vision": True}}
    assert asked(server.url).slots == 7
    assert asked(server.url, slots=3).slots == 3


def test_llama_server_says_that_it_is_blind(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly()
    server.props = {"modalities": {"vision": False}}
    with pytest.raises(ModelError, match="can't see pictures"):
        asked(server.url)


def test_wrong_pixels_are_refused_at_once(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    describer = asked(unruly(lambda handler, _call: handler.hang()).url)
    with pytest.raises(ValueError, match="a view must be"):
        describer.submit(1, "whole", np.zeros((4, 4), np.uint8), 10)
    describer.submit(1, "whole", RED, 10)
    with pytest.raises(ValueError, match="already"):
        describer.submit(1, "whole", RED, 10)


# --- a server that fails for a while --------------------------------------------------------------------------------


def busy(status: int, **headers: str) -> Behaviour:
    return lambda handler, _call: handler.say({"error": {"message": "not now"}}, status, **headers)


def half(handler: Handler, _call: Call) -> None:
    """Closes in the middle of the answer."""
    handler.raw(b'{"choices": [', Content_Length="5000")
    handler.close_connection = True


def junk(handler: Handler, _call: Call) -> None:
    handler.raw(b"<html>hello</html>")


def huge(handler: Handler, _call: Call) -> None:
    handler.raw(b'{"choices": "' + b"x" * 3_000_000 + b'"}')


def endless(handler: Handler, _call: Call) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while not handler.server.over.wait(0.02):
        handler.wfile.write(b" ")


def compressed(handler: Handler, _call: Call) -> None:
    handler.raw(b"\x1f\x8b", Content_Encoding="gzip")


FAILURES: dict[str, Behaviour] = {
    "busy": busy(429, Retry_After="0"),
    "loading": busy(503),
    "gateway": busy(502),
    "error": busy(500),
    "half an answer": half,
    "no answer": lambda handler, _call: handler.hang(),
    "an endless answer": endless,
    "junk": junk,
    "a huge answer": huge,
    "a compressed answer": compressed,
}


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_that_passes_costs_nothing(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked], name: str
) -> None:
    server = unruly(Script(deque([FAILURES[name]] * 2)))
    describer = asked(server.url, timeout=0.4)
    assert all_well(describe(describer))
    assert describer.waits[-1] == ""
    assert describer.waits[0]


def test_the_time_that_a_server_asks_for_is_kept(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly(Script(deque([busy(429, Retry_After="0.4")])))
    describer = asked(server.url, slots=1)
    begun = time.monotonic()
    assert all_well(describe(describer))
    assert time.monotonic() - begun >= 0.4
    assert "HTTP 429: not now" in describer.waits[0]


def test_after_a_failure_one_view_goes_first(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    together = threading.Barrier(4)
    limits: list[int] = []

    def behave(handler: Handler, call: Call) -> None:
        limits.append(handler.server.now)
        if len(limits) <= 4:
            together.wait(10)
            busy(503)(handler, call)
        else:
            handler.describe()

    server = unruly(behave)
    assert all_well(describe(asked(server.url), 8), 8)
    assert limits[4] == 1  # with the others held back until it is described


def test_an_answer_that_was_in_flight_does_not_say_that_the_server_is_back(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked]
) -> None:
    waiting = threading.Event()

    def behave(handler: Handler, call: Call) -> None:
        if call.limit == 100:
            waiting.wait(10)
            handler.describe("late")
        else:
            busy(503)(handler, call)

    server = unruly(behave)
    describer = asked(server.url, slots=2, backoff=60)
    for job in range(2):
        describer.submit(job, "whole", RED, 100 + job)
    while not describer.waits:
        assert describer.poll(0.1) == []
    waiting.set()
    answers = describer.poll(10)
    assert [answer.job for answer in answers] == [0]
    assert all(describer.waits)
    assert describer.backlog == 1


def test_a_server_that_goes_away_and_comes_back(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    first = unruly(Script(deque([lambda handler, _call: handler.describe()] + [FAILURES["no answer"]] * 4)))
    describer = asked(first.url)
    for job in range(12):
        describer.submit(job, "whole", RED, 50)
    answers: list[Answer] = []
    while not answers:
        answers += describer.poll(1)
    first.stop()
    while not describer.waits:
        answers += describer.poll(0.1)
    assert describer.backlog == 11
    unruly(port=first.port)
    answers += collect(describer).values()
    assert len({answer.job for answer in answers}) == 12
    assert not any(isinstance(answer, Refused) for answer in answers)
    assert describer.waits[-1] == ""


def test_a_server_that_comes_back_with_another_model(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked]
) -> None:
    first = unruly(lambda handler, _call: handler.hang())
    describer = asked(first.url)
    describer.submit(1, "whole", RED, 50)
    while not first.views:
        describer.poll(0.01)
    first.stop()
    second = unruly(port=first.port, models=("other",))
    with pytest.raises(ModelError, match="has no model colours: it has: other"):
        collect(describer)
    assert second.views == []
    assert describer.poll(0) == []
    assert describer.cancel() == [1]


def test_a_server_that_is_away_at_the_start(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/v1"
    with pytest.raises(ModelError, match=r"does not answer: it can't be reached.*start it"):
        asked(url)
    describer = asked(url, patient=True)
    describer.submit(1, "whole", RED, 50)
    while not describer.waits:
        assert describer.poll(0.1) == []
    unruly(port=port)
    assert all_well(collect(describer), 1)


# --- a view that fails for good -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["error", "half an answer", "no answer", "junk", "a huge answer"])
@pytest.mark.parametrize("proven", [True, False])
def test_a_view_that_breaks_the_server_is_refused_and_no_other(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked], name: str, proven: bool
) -> None:
    def behave(handler: Handler, call: Call) -> None:
        (FAILURES[name] if call.limit == 102 else lambda handler, _call: handler.describe())(handler, call)

    describer = asked(unruly(behave).url, timeout=0.2)
    if proven:
        assert all_well(describe(describer, 1), 1)
    answers = describe(describer) if proven else describe(describer, 1, first=102)
    refused = [job for job, answer in answers.items() if isinstance(answer, Refused)]
    assert refused == ([2] if proven else [0])
    assert reason(answers[refused[0]])


@pytest.mark.parametrize("status", [400, 415, 422])
@pytest.mark.parametrize("bad", [100, 103])
def test_a_view_that_the_server_does_not_want(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked], status: int, bad: int
) -> None:
    def behave(handler: Handler, call: Call) -> None:
        if call.limit == bad:
            handler.say({"error": {"message": f"bad picture\n{KEY}"}}, status)
        else:
            handler.describe()

    server = unruly(behave)
    answers = describe(asked(server.url, key=KEY))
    refused = answers.pop(bad - 100)
    assert reason(refused) == f"the server refuses it (HTTP {status}: bad picture …)"
    assert all_well(answers, 5)
    assert sum(call.limit == bad for call in server.views) == 1


@pytest.mark.parametrize("text", ["", " \n", None])
def test_a_view_about_which_the_model_says_nothing(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked], text: object
) -> None:
    server = unruly(lambda handler, call: handler.describe(text if call.limit == 101 else "a cat"))
    assert "says nothing" in reason(describe(asked(server.url))[1])


# --- a server that will not do --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (busy(400), "describes no picture at all: the server refuses it"),
        (busy(500), "describes no picture at all: HTTP 500"),
        (junk, "describes no picture at all: its answer can't be used: it is not JSON"),
        (lambda handler, _call: handler.describe(""), "says nothing"),
        (lambda handler, _call: handler.describe([{"type": "text"}]), "its text is no text"),
        (busy(401), "refuses the key"),
        (busy(403), "refuses the key"),
        (busy(404), "no such interface"),
        (busy(405), "refuses to describe"),
        (busy(413), "no pictures of this size"),
    ],
)
def test_a_server_that_describes_nothing_is_said(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked], behave: Behaviour, why: str
) -> None:
    describer = asked(unruly(behave).url)
    with pytest.raises(ModelError, match=why):
        describe(describer)
    assert describer.poll(0) == []


def test_once_it_worked_a_view_that_is_too_large_is_refused_alone(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked]
) -> None:
    server = unruly(lambda handler, call: (busy(413) if call.limit == 102 else well)(handler, call))
    describer = asked(server.url)
    assert all_well(describe(describer, 1), 1)
    assert "413" in reason(describe(describer)[2])


def test_nothing_goes_to_another_address(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    other = unruly()
    to = other.url.replace("127.0.0.1", "localhost") + "/chat/completions"
    server = unruly(busy(307, Location=to))
    with pytest.raises(ModelError, match="sends photofind on to another address"):
        describe(asked(server.url))
    server.listing = busy(301, Location=other.url + "/models")
    with pytest.raises(ModelError, match="sends photofind on to another address"):
        asked(server.url)
    assert other.calls == []


def test_a_key_that_the_server_echoes_is_not_shown(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly()
    server.listing = lambda handler, call: handler.say({"error": f"wrong {call.headers['Authorization']}"}, 401)
    with pytest.raises(ModelError, match=r"HTTP 401: wrong Bearer …") as caught:
        asked(server.url, key=KEY)
    assert KEY not in str(caught.value)
    assert KEY not in repr(Endpoint(server.url, MODEL, KEY))


@pytest.mark.parametrize("listing", [junk, lambda handler, _call: handler.say({"data": 3}), huge])
def test_what_is_no_such_server_is_said(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked], listing: Behaviour
) -> None:
    server = unruly()
    server.listing = listing
    with pytest.raises(ModelError, match=r"no OpenAI-compatible server|does not answer"):
        asked(server.url)


def test_a_server_without_a_list_of_models_is_asked_all_the_same(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked]
) -> None:
    server = unruly()
    server.listing = busy(404)
    assert all_well(describe(asked(server.url)))


def test_a_model_that_the_server_has_not_is_said(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly(models=("llava:latest", *(f"model-{i}" for i in range(20))))
    with pytest.raises(ModelError, match=r"no model colours: it has: llava:latest, model-0.*…"):
        asked(server.url)
    assert all_well(describe(asked(server.url, model="llava"), 1), 1)


def test_a_certificate_that_nobody_signed(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly()
    server.secure()
    with pytest.raises(ModelError, match="certificate of https://127"):
        asked(server.url)
    assert server.calls == []


def test_an_address_that_no_request_can_have(asked: Callable[..., Asked]) -> None:
    with pytest.raises(ModelError, match="can't be asked"):
        asked("ftp://127.0.0.1/v1")


def test_a_mistake_of_our_own_reaches_the_person(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly()
    server.listing = busy(404)
    describer = asked(server.url, model={"no", "JSON"})
    with pytest.raises(EngineCrashedError, match="the log has the details"):
        describe(describer)


# --- cancel and stop ------------------------------------------------------------------------------------------------


def test_cancel_breaks_off_and_what_comes_after_is_described(
    unruly: Callable[..., Unruly], asked: Callable[..., Asked]
) -> None:
    server = unruly(Script(deque([FAILURES["no answer"]] * 4)))
    describer = asked(server.url)
    for job in range(6):
        describer.submit(job, "whole", RED, 50)
    while len(server.views) < 4:
        assert describer.poll(0.01) == []
    begun = time.monotonic()
    assert sorted(describer.cancel()) == list(range(6))
    assert describer.backlog == 0
    assert all_well(describe(describer, 3), 3)
    assert time.monotonic() - begun < AT_ONCE
    assert sorted(call.limit for call in server.views[4:]) == [100, 101, 102]


def test_stop_at_once_with_requests_in_flight(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly(lambda handler, _call: handler.hang())
    describer = asked(server.url)
    describer.submit(1, "whole", RED, 50)
    while not server.views:
        describer.poll(0.01)
    polling = threading.Thread(target=describer.poll, args=(30,))
    polling.start()
    begun = time.monotonic()
    describer.stop()
    polling.join()
    assert time.monotonic() - begun < AT_ONCE
    assert describer.poll(5) == []
    describer.stop()
    describer.submit(2, "whole", RED, 50)
    with pytest.raises(Cancelled):
        describer.start()


def test_stop_while_starting(unruly: Callable[..., Unruly], asked: Callable[..., Asked]) -> None:
    server = unruly()
    server.listing = lambda handler, _call: handler.hang()
    describer = asked(server.url, start=False)
    outcome: list[BaseException] = []

    def start() -> None:
        try:
            describer.start()
        except Cancelled as cancelled:
            outcome.append(cancelled)

    starting = threading.Thread(target=start)
    starting.start()
    while not server.calls:
        assert starting.is_alive()
    begun = time.monotonic()
    describer.stop()
    starting.join()
    assert time.monotonic() - begun < AT_ONCE
    assert len(outcome) == 1


def test_stop_while_the_server_is_away(asked: Callable[..., Asked]) -> None:
    describer = asked(f"http://127.0.0.1:{free_port()}/v1", patient=True, backoff=30)
    begun = time.monotonic()
    describer.stop()
    assert time.monotonic() - begun < AT_ONCE


# --- trying a server ------------------------------------------------------------------------------------------------


def test_trying_shows_the_sample_picture_only(unruly: Callable[..., Unruly]) -> None:
    server = unruly(models=("first", "second"))
    tried = trial(server.url)
    assert (tried.models, tried.model, tried.text) == (("first", "second"), "first", "a red circle")
    assert trial(server.url, "second").model == "second"
    sample = remote_protocol.picture(remote_protocol.sample())
    assert {call.body["messages"][0]["content"][0]["image_url"]["url"] for call in server.views} == {sample}


@pytest.mark.parametrize(
    ("behave", "why"),
    [(busy(400), "describes no picture"), (busy(503), "does not answer: HTTP 503"), (busy(401), "refuses the key")],
)
def test_trying_says_what_is_wrong(unruly: Callable[..., Unruly], behave: Behaviour, why: str) -> None:
    with pytest.raises(ModelError, match=why):
        trial(unruly(behave).url)


def test_trying_needs_a_model(unruly: Callable[..., Unruly]) -> None:
    with pytest.raises(UsageError, match="lists no models"):
        trial(unruly(models=()).url)


def test_trying_can_be_cancelled(unruly: Callable[..., Unruly]) -> None:
    server = unruly(lambda handler, _call: handler.hang())
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        trial(server.url, cancelled=lambda: bool(server.views))
    assert time.monotonic() - begun < AT_ONCE
