"""Things -> what comes of each, in their order, several being worked on at once in threads.

For what lets other threads run: the compiled loop, and the reading and writing of files. No more are
under way than memory should hold.
"""

import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

AHEAD = 2  # things under way for each that is worked on
_LARGE = 31 << 20  # bytes: of blocks up to 32 MiB glibc learns

One = TypeVar("One")
Made = TypeVar("Made")


def in_order(things: Iterable[One], begin: Callable[[One], "Future[Made]"], most: int) -> Iterator[Made]:
    """What comes of things that are begun one after another, so many at most before one is taken."""
    waiting: deque[Future[Made]] = deque()
    for one in things:
        waiting.append(begin(one))
        if len(waiting) >= most:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def at_once(
    new: Callable[[], Callable[[One], Made]], things: Iterable[One], threads: int
) -> Iterator[Made]:
    """What comes of each; every thread has a worker of its own, which `new` makes."""
    own = threading.local()

    def do(one: One) -> Made:
        if not hasattr(own, "work"):
            own.work = new()
        made: Made = own.work(one)
        return made

    _keep_memory()
    pool = ThreadPoolExecutor(threads)
    try:
        yield from in_order(things, lambda one: pool.submit(do, one), threads * AHEAD)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _keep_memory() -> None:
    """Has the allocator keep what one thing leaves, in the many megabytes, for the next.

    Until a block as large was once freed, glibc gives each back to the system, and takes it anew page by
    page: a twentieth of all the time (`man 3 mallopt`, M_MMAP_THRESHOLD).
    """
    bytes(_LARGE)  # never touched, and gone at once
