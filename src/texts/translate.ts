/**
 * The editor's `l10n.t`, passed in: the English text is the key, `{0}` are its places. Texts so work in plain Node too,
 * and `scripts/l10n.ts` finds them by this parameter's name, `t`, so it is always called that.
 */
export type Translate = (message: string, ...values: (string | number)[]) => string;
