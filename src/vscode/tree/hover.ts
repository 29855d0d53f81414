import * as vscode from 'vscode';
import type { CommandId } from '../editor/ids.ts';

/** A link in a hover that runs a command. The command gets `argument` as JSON. */
export interface HoverLink {
  title: string;
  command: CommandId;
  argument: object;
}

/**
 * Matches the characters by which Markdown recognizes a link without brackets: `<command:…>`, `https://…`, `www.…` or a
 * mail address.
 */
const linkStartPattern = /<|:(?=\/\/)|(?<=www)\.|@/gi;

/**
 * Returns a hover with one line for each line of `details`, and the links below. The details quote servers, so nothing
 * in them becomes Markdown or a link. Only the commands of the links can run.
 */
export function hover(details: string, links: readonly HoverLink[]): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString();
  for (const line of details.split('\n')) {
    const text = new vscode.MarkdownString().appendText(line).value;
    // `appendText` escapes Markdown, but not URLs and mail addresses.
    markdown.appendMarkdown(text.replaceAll(linkStartPattern, (sign) => `&#${sign.charCodeAt(0)};`));
    // Two spaces at the end of a line start a new line in Markdown.
    markdown.appendMarkdown('  \n');
  }
  if (links.length > 0) markdown.appendMarkdown(`\n${links.map(linkText).join(' | ')}`);
  markdown.isTrusted = { enabledCommands: links.map(({ command }) => command) };
  return markdown;
}

function linkText({ title, command, argument }: HoverLink): string {
  const encoded = encodeURIComponent(JSON.stringify([argument]));
  // A parenthesis would end the address of the link.
  return `[${title}](command:${command}?${encoded.replaceAll('(', '%28').replaceAll(')', '%29')})`;
}
