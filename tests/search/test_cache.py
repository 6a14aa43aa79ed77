"""The byte-bounded cache."""

from __future__ import annotations

from photofind.search.cache import ByteCache


def test_the_least_recently_used_goes_first() -> None:
    cache: ByteCache[bytes] = ByteCache(3 * 300, len)
    for key in "abc":
        cache.put(key, bytes(100))
    assert cache.get("a") is not None
    cache.put("d", bytes(100))
    assert cache.get("b") is None
    assert [cache.get(key) is not None for key in "acd"] == [True, True, True]
    assert cache.bytes == 900


def test_replacing_dropping_and_what_is_too_large() -> None:
    cache: ByteCache[bytes] = ByteCache(1000, len)
    cache.put("a", bytes(700))
    cache.put("a", bytes(10))
    assert cache.bytes == 210
    cache.put("b", bytes(900))
    assert cache.get("b") is None
    cache.drop(lambda key: key == "a")
    assert cache.bytes == 0
