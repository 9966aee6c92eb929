import statistics
import time


def milliseconds_per_step(step):
    """The median of five rounds that take about 0.2 s each, after a warm-up."""

    def milliseconds(steps):
        start = time.perf_counter()
        for _ in range(steps):
            step()
        return (time.perf_counter() - start) * 1000 / steps

    milliseconds(3)
    steps = 1
    while milliseconds(steps) * steps < 100:
        steps *= 2
    return statistics.median(milliseconds(2 * steps) for _ in range(5))
