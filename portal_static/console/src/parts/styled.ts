/** A style sheet of what is loaded when it is opened. */

const there = new Map<string, Promise<void>>();

/** Have the page use a style sheet. Where it can't be had, the next one who wants it tries again. */
export function styled(address: string): Promise<void> {
  const known = there.get(address);
  if (known) return known;
  const coming = new Promise<void>((done, fail) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = address;
    link.onload = () => done();
    link.onerror = () => (link.remove(), there.delete(address), fail(new Error(address)));
    document.head.append(link);
  });
  there.set(address, coming);
  return coming;
}
