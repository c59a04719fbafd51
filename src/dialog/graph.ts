import { edges, type Instruction, type Program } from '../core/program';

/** Longest text in a box, in characters. */
const maxText = 48;

function shorten(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const cut = flat.length > maxText ? `${flat.slice(0, maxText - 1).trimEnd()}…` : flat;
  // Mermaid reads these as its own signs inside a quoted label.
  return cut.replace(/"/g, '#quot;').replace(/[<>]/g, (sign) => (sign === '<' ? '#lt;' : '#gt;'));
}

function test(at: Extract<Instruction, { op: 'test' }>): string {
  const one = ([slot, how]: [string, (typeof at.when)[string]]): string => {
    if ('set' in how) return `${slot} ${how.set ? 'filled' : 'empty'}`;
    if ('below' in how) return `${slot} below ${how.below}`;
    if ('above' in how) return `${slot} above ${how.above}`;
    const values = how.is.map((v) =>
      typeof v === 'object' ? ('amount' in v ? `${v.amount} ${v.currency}` : v.name) : v,
    );
    return `${slot} = ${values.join(' or ')}`;
  };
  return Object.entries(at.when).map(one).join(', ');
}

/** The box of one instruction; undefined for those that only lead on. */
function box(at: Instruction): string | undefined {
  const text = (words: string): string => `"${shorten(words)}"`;
  switch (at.op) {
    case 'say':
      return `[${text(at.text[0] ?? '')}]`;
    case 'ask':
      return `[/${text(at.text[0] ?? '')}/]`;
    case 'test':
      return `{${text(`${test(at)}?`)}}`;
    case 'call':
      return `[[${text(at.dialog)}]]`;
    case 'switch':
      return `>${text(`on to ${at.dialog}`)}]`;
    case 'card':
    case 'sheet':
      return `[${text(at.title)}]`;
    case 'link':
      return `[${text(at.label)}]`;
    case 'handoff':
      return `[/${text('search for therapists')}/]`;
    case 'end':
    case 'return':
      return `(["${at.op}"])`; // quoted: a bare end would close the frame
    default:
      return undefined;
  }
}

const wayNames: Readonly<Record<string, string>> = { 'if holds': 'yes', 'if not': 'no', 'handoff else': 'else' };

/**
 * One dialog as a Mermaid flowchart, to be pasted into any Markdown page: a box for every step that says, asks or
 * decides, one frame for every section, the names of the ways on the arrows.
 */
export function graph(program: Program): string {
  const boxes = program.code.map(box);
  /** The first box on the way from a position that only leads on. */
  const land = (pc: number): number | undefined => {
    const seen = new Set<number>();
    for (let at = pc; !seen.has(at); ) {
      if (boxes[at] !== undefined) return at;
      seen.add(at);
      const next = edges(program, at)[0]?.to;
      if (typeof next !== 'number') return undefined;
      at = next;
    }
    return undefined;
  };
  const start = land(program.sections[program.start] ?? 0);
  const seen = new Set<number>();
  const arrows: string[] = [];
  const todo = start === undefined ? [] : [start];
  for (let pc = todo.shift(); pc !== undefined; pc = todo.shift()) {
    if (seen.has(pc)) continue;
    seen.add(pc);
    for (const edge of edges(program, pc)) {
      const to = typeof edge.to === 'number' ? land(edge.to) : undefined;
      if (to === undefined) continue;
      const way =
        edge.way === undefined ? '' : `|"${shorten(wayNames[edge.way] ?? edge.way.replace(/^choice /, ''))}"|`;
      arrows.push(`  s${pc} -->${way} s${to}`);
      todo.push(to);
    }
  }
  const frames = Object.keys(program.sections).flatMap((section) => {
    const inside = [...seen].filter((pc) => program.code[pc]?.section === section).sort((a, b) => a - b);
    if (inside.length === 0) return [];
    return [`  subgraph f_${section}["${section}"]`, ...inside.map((pc) => `    s${pc}${boxes[pc]}`), '  end'];
  });
  const title = `---\ntitle: ${JSON.stringify(program.title)}\n---`;
  return `${[title, 'flowchart TD', ...frames, ...arrows].join('\n')}\n`;
}
