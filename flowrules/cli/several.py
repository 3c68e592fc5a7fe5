"""People -> what is made of each of them, in their order, in as many processes as there are cores.

A few people are done one by one in this process; only for many is it worth starting others. The
people and what is made of them come and go one after the other, so that memory does not grow with
their number.
"""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from time import sleep
from typing import TYPE_CHECKING, Any, TypeVar

from flowrules.cores import cores

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

One = TypeVar("One")
Made = TypeVar("Made")

_FEW = 60  # people for whom other processes are not worth their start
_TOGETHER = 40  # people of a bundle
_AHEAD = 4  # bundles that wait for each process

_make: Callable[[list[Any]], list[Any]]


def each(people: Iterable[One], make: Callable[[list[One]], list[Made]]) -> Iterator[Made]:
    """What is made of each, in their order.

    `make` is given a list of people, and gives a list with what is made of each, in the same order. It,
    they and what is made can be pickled.
    """
    rest = iter(people)
    few = [*islice(rest, _FEW + 1)]
    many = cores()
    if len(few) <= _FEW:
        for one in few:  # each is shown as soon as it is made
            yield from make([one])
        return
    if many < 2:
        _search_seldom()
        for bundle in _bundles(chain(few, rest)):
            yield from make(bundle)
        return
    yield from make(few[:1])  # loads what all of them need before there are several
    from concurrent.futures import ProcessPoolExecutor  # slow to load, and for many people alone

    pool = ProcessPoolExecutor(many, initializer=_begin, initargs=(make,))
    try:
        yield from _shared_out(chain(few[1:], rest), pool, many * _AHEAD)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _shared_out(people: Iterable[One], pool: "ProcessPoolExecutor", most: int) -> Iterator[Any]:
    waiting: deque[Future[list[Any]]] = deque()
    for bundle in _bundles(people):
        waiting.append(pool.submit(_make_bundle, bundle))
        if len(waiting) > most:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _bundles(people: Iterable[One]) -> Iterator[list[One]]:
    rest = iter(people)
    while bundle := [*islice(rest, _TOGETHER)]:
        yield bundle


def _begin(make: Callable[[list[Any]], list[Any]]) -> None:
    from threading import Thread

    global _make  # noqa: PLW0603 - the one thing that a process of the pool is given
    _make = make
    _search_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that started it ends it
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()


def _search_seldom() -> None:
    """Looks for garbage less often, where many people are to come."""
    gc.freeze()  # all that there is lives to the end of this process,
    gc.set_threshold(500_000, 20, 50)  # and nothing of a person is left that only a search would find


def _end_with(parent: int) -> None:
    """Ends this process once the one that started it is gone, even if that was killed."""
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


def _make_bundle(bundle: list[Any]) -> list[Any]:
    """Looks `_make` up in the process of the pool, where `_begin` has put it."""
    return _make(bundle)
