import { compileDialogs } from '../../src/dialog/compile';
import { graph } from '../../src/dialog/graph';
import { loadDialogs } from '../../src/dialog/load';
import { script } from './fixtures/read';

function drawn(steps: string): string {
  const [program] = Object.values(compileDialogs(loadDialogs([script(steps)]).dialogs, 'en'));
  return program ? graph(program) : '';
}

test('a dialog is drawn with a frame for each section, a box for each step and the ways on the arrows', () => {
  const steps = `- ask: Is it about "work"?
  slot: work
  choices: { yes: It is, no: "No", other: { label: Else, goto: open } }
- if: { work: yes }
  then: [say: That counts too.]
- set: { x: 1 }
- say: Goodbye, and take all the time you need for this.
- end`;
  expect(drawn(steps)).toBe(`---
title: "D"
---
flowchart TD
  subgraph f_open["open"]
    s0[/"Is it about #quot;work#quot;?"/]
    s1{"work = yes?"}
    s2["That counts too."]
    s4["Goodbye, and take all the time you need for thi…"]
    s5(["end"])
  end
  s0 -->|"yes"| s1
  s0 -->|"other"| s0
  s1 -->|"yes"| s2
  s1 -->|"no"| s4
  s2 --> s4
  s4 --> s5
`);
});

test('a circle of gotos without a box ends the drawing, not the program', () => {
  expect(drawn('- goto: open')).toContain('flowchart TD');
});
