/** Go to a place of the open ticket: it comes into view and gets the focus. False when it isn't on the page. */
export function showPlace(id: string): boolean {
  const place = document.getElementById(id);
  if (place instanceof HTMLDetailsElement) place.open = true;
  place?.scrollIntoView({ block: "start" });
  place?.focus({ preventScroll: true });
  return place !== null;
}
