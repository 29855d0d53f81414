/**
 * Matches a page that is too small to show enough lines of the log while everything is unfolded. deployment.css
 * contains the same limits.
 */
const compactQuery = matchMedia('(max-width: 640px), (max-height: 560px)');

/**
 * When the page becomes compact, folds an element if `shouldFold` returns true. When the page stops being compact,
 * unfolds the element. Returns a function that applies this rule again. Aborting the signal in `options` ends the
 * automatic folding.
 */
export function foldIfCompact(
  details: HTMLDetailsElement,
  shouldFold: () => boolean,
  options?: AddEventListenerOptions,
): () => void {
  const apply = (): void => {
    details.open = !compactQuery.matches || !shouldFold();
  };
  compactQuery.addEventListener('change', apply, options);
  apply();
  return apply;
}
