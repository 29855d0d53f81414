/**
 * The text as VS Code may show it in a notification or under an input box: there it makes links of `[text](command:…)`, and
 * a click runs the command, with arguments (1.112 and 1.139). Our sentences have no links, and may repeat a server's words.
 */
export function withoutLinks(text: string): string {
  return text.replaceAll('](', '] (');
}
