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
_LARGE = 31 << 20  # bytes; the allocator learns from no block above 32 MiB

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
    """Has the allocator keep large blocks that are freed, for the next thing to use.

    glibc gives a large block back to the system, and takes the next anew page by page, until one as
    large has been freed once (`man 3 mallopt`, M_MMAP_THRESHOLD): a twentieth of all the time.
    Elsewhere this does nothing.
    """
    bytes(_LARGE)  # never touched, and gone at once
