"""Parts -> what came of each, in their order, in threads or in processes of this machine.

A process that is killed takes the others of its pool with it; then a new pool does again what is not
done, so that everybody is decided once. No more parts are under way than memory should hold.
"""

import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_all_start_methods, get_context, parent_process
from typing import Any

from flowrules.batch.at_once import AHEAD, at_once
from flowrules.batch.files import Part
from flowrules.batch.work import Done, Work

_TRIES = 4  # pools that may break one after the other while one part is waited for


class GaveUp(Exception):
    """Workers were killed again and again; says so, in one line."""


def one_by_one(work: Work, parts: Iterable[Part]) -> Iterator[Done]:
    """Here, one after another."""
    return map(work, parts)


def in_threads(work: Work, parts: Iterable[Part], jobs: int) -> Iterator[Done]:
    """In threads, each with work of its own: patterns met are added to its table."""
    work.get_ready()  # once, and not in each thread
    state = work.__getstate__()
    yield from at_once(lambda: Work(**state), parts, jobs)


# Processes.


def in_processes(work: Work, parts: Iterable[Part], jobs: int) -> Iterator[Done]:
    """In processes; those that are killed are replaced, and what they had is done again."""
    rest, tries = iter(parts), 0
    missing: deque[Part] = deque(islice(rest, jobs * AHEAD))
    while missing:
        pool = _pool(work, jobs)
        try:
            for done in _through(pool, missing, rest):
                tries = 0
                yield done
        except BrokenProcessPool:
            tries += 1
            if tries == _TRIES:
                raise GaveUp(
                    f"processes that decide were killed {_TRIES} times; is there enough memory? "
                    "Try `--jobs 1`"
                ) from None
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _through(pool: ProcessPoolExecutor, missing: deque[Part], rest: Iterator[Part]) -> Iterator[Done]:
    """What comes of parts; `missing` are always those under way whose result is not yet given on."""
    waiting = deque(pool.submit(_do, part) for part in missing)
    while waiting:
        done = waiting[0].result()
        waiting.popleft()
        missing.popleft()
        yield done  # before anything that a broken pool may refuse
        for part in islice(rest, 1):
            missing.append(part)
            waiting.append(pool.submit(_do, part))


def _pool(work: Work, jobs: int) -> ProcessPoolExecutor:
    """Processes that share nothing with this one, which may have threads."""
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    return ProcessPoolExecutor(
        jobs, mp_context=get_context(method), initializer=_begin, initargs=(work,)
    )


_work: list[Work] = []
_ready: list[Work] = []


def _begin(work: Work) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program that started it ends it
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _work[:] = [work]


def _end_with_parent() -> None:
    """Ends this process once the one that started it is gone, even if that was killed."""
    parent: Any = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(part: Part) -> Done:
    work = _work[0]
    if work not in _ready:  # not in `_begin`, whose exceptions nobody is told
        work.get_ready()
        _ready.append(work)
    return work(part)
