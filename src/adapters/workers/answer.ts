/**
 * How a worker of a pool hears its orders and tells its results: to the page that started it, or,
 * where that page lent it to another worker, through the port that came first.
 *
 * It speaks when it is spoken to, since before that it cannot know to whom. Handlers are set
 * synchronously: messages that arrive before a module's top-level await has finished are lost.
 */

/** Calls `take` with each order; returns the way to tell results. */
export function answerOrders<Order, Report>(
  take: (order: Order) => void,
): (report: Report) => void {
  const early: Report[] = [];
  let tell: ((report: Report) => void) | undefined;

  function tellBy(way: (report: Report) => void): void {
    tell = way;
    early.splice(0).forEach(way);
  }

  globalThis.onmessage = ({ data, ports: [port] }: MessageEvent) => {
    if (port !== undefined) {
      port.onmessage = (event: MessageEvent<Order>) => take(event.data);
      return tellBy((report) => port.postMessage(report));
    }
    if (tell === undefined) tellBy((report) => globalThis.postMessage(report));
    return take(data);
  };

  return (report) => {
    if (tell === undefined) early.push(report);
    else tell(report);
  };
}
