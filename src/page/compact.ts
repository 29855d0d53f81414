/**
 * Matches a page that is too small to show enough lines of the log while everything is unfolded. deployment.css
 * contains the same limits.
 */
const compactQuery = matchMedia('(max-width: 640px), (max-height: 560px)');

/**
 * Folds an element whenever the page becomes compact, and unfolds it whenever the page stops being compact. On a
 * compact page, the element stays unfolded while `isFolded` returns false. Returns a function that folds or unfolds the
 * element again by the same rule. Aborting the signal in `options` ends the automatic folding.
 */
export function foldIfCompact(
  details: HTMLDetailsElement,
  isFolded: () => boolean,
  options?: AddEventListenerOptions,
): () => void {
  const apply = (): void => {
    details.open = !compactQuery.matches || !isFolded();
  };
  compactQuery.addEventListener('change', apply, options);
  apply();
  return apply;
}
