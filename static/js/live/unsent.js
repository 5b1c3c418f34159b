// Lines that did not arrive, where nothing can be said any more: they can be copied from here, and are not lost.
//   layUnsent(lines of the outbox, { lines, outbox, say })

export function layUnsent(unsent, { lines, outbox, say }) {
  for (const line of unsent) {
    // Whoever may write again later says whether it is sent then: it was answered with no.
    outbox.put({ ...line, refused: line.refused ?? say }).catch(() => null);
    lines.pend(line);
    lines.fail(line.cid, line.refused ?? say, {
      discard: () => {
        outbox.drop(line.cid);
        lines.settle(line.cid);
      },
    });
  }
}
