/** A column of a table: its title, and how wide its widest entry is. Entries are put to the right. */
export interface Column {
  readonly title: string;
  readonly width: number;
}

/** One line of a table. */
export function row(columns: readonly Column[], entries: readonly string[]): string {
  return columns.map(({ title, width }, i) => entries[i].padStart(Math.max(title.length, width))).join('  ');
}

/** The line with the titles, and a rule under it. */
export function heading(columns: readonly Column[]): string {
  const titles = row(
    columns,
    columns.map((column) => column.title),
  );
  return `${titles}\n${'─'.repeat(titles.length)}`;
}
