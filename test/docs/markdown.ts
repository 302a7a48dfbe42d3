/** A fenced block of code, as it stands in a page. */
export interface Block {
  /** `README.md:12`: the page and the line of the first line of code. */
  readonly place: string;
  /** The page, from the root of the checkout. */
  readonly page: string;
  /** Number of the first line of code, from 1. */
  readonly line: number;
  readonly language: string;
  /** What stands behind the language: `no-run`, `continues`, `output`. */
  readonly words: readonly string[];
  readonly code: string;
}

/** A program made of blocks: a block with all blocks that it continues, and the output that it promises. */
export interface Program {
  readonly place: string;
  readonly page: string;
  readonly language: 'ts' | 'js';
  /** Only its types are checked. */
  readonly noRun: boolean;
  readonly code: string;
  /** For each line of `code`, the line of the page. */
  readonly lines: readonly number[];
  readonly output?: string;
}

/** The fenced blocks of a Markdown page, in order. */
export function blocksOf(page: string, text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const open = /^( *)(`{3,})(.*)$/.exec(lines[i]);
    if (open === null) continue;
    const [, indent, fence, info] = open;
    const line = i + 2;
    const code: string[] = [];
    for (i++; i < lines.length && lines[i].trim() !== fence; i++) code.push(lines[i].slice(indent.length));
    if (i === lines.length) throw new Error(`${page}:${line - 1}: this block of code is not closed.`);
    const [language = '', ...words] = info.trim().split(/\s+/);
    blocks.push({ place: `${page}:${line}`, page, line, language, words, code: code.join('\n') });
  }
  return blocks;
}

/**
 * The programs of a page. A `ts` or `js` block is one; `ts continues` goes on where the block before it stopped; a block
 * `output` right behind it is what it prints.
 */
export function programsOf(blocks: readonly Block[]): Program[] {
  const programs: Program[] = [];
  let before: Program | undefined;
  blocks.forEach((block, i) => {
    if (block.language !== 'ts' && block.language !== 'js') return;
    const unknown = block.words.find((word) => word !== 'no-run' && word !== 'continues');
    if (unknown !== undefined)
      throw new Error(`${block.place}: unknown word '${unknown}'. Known: no-run, continues.`);
    const continues = block.words.includes('continues');
    if (continues && before === undefined) throw new Error(`${block.place} continues no other block.`);
    const own = block.code.split('\n').map((_, k) => block.line + k);
    const next = blocks[i + 1];
    before = {
      place: block.place,
      page: block.page,
      language: block.language,
      noRun: block.words.includes('no-run'),
      code: continues ? `${before?.code}\n${block.code}` : block.code,
      lines: continues ? [...(before?.lines ?? []), ...own] : own,
      ...(next?.language === 'output' ? { output: next.code } : {}),
    };
    programs.push(before);
  });
  return programs;
}

/** Targets of a page's links to files of the checkout, without `#…`; addresses on the web are left out. */
export function linksOf(text: string): string[] {
  const prose = text.replace(/^( *)(`{3,})[^\n]*\n[\s\S]*?^ *\2$/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target.replace(/#.*$/, ''))
    .filter((target) => target !== '' && !/^[a-z]+:/.test(target));
}
