/**
 * VS Code's `l10n.t`. Functions receive `l10n.t` as a parameter, so that texts work in plain Node too. The English text
 * is the key; `{0}` is a placeholder. The parameter is always called `t`, because `scripts/l10n.ts` finds the texts by
 * this name.
 */
export type Translate = (message: string, ...values: (string | number)[]) => string;
