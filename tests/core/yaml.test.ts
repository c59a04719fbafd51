import { readYaml, recalledYaml } from '../../src/core/yaml';

test('a recalled file answers every question as a read one does', () => {
  const source = { file: 'a.yaml', text: 'b: [1, 2]\n10: x\na:\n  - name: "Ann"\n' };
  const read = readYaml(source);
  const recalled = recalledYaml(source, read.value);
  expect(recalled.value).toEqual(read.value);
  expect(recalled.problems).toEqual([]);
  for (const path of [[], ['b'], ['b', 1], ['a', 0, 'name'], ['nowhere']]) {
    expect(recalled.place(path)).toEqual(read.place(path));
    expect(recalled.keyPlace(path)).toEqual(read.keyPlace(path));
    expect(recalled.keys(path)).toEqual(read.keys(path));
    expect(recalled.inFlow(path)).toBe(read.inFlow(path));
  }
});

test('a recalled file is not parsed until somebody asks for a place', () => {
  const recalled = recalledYaml({ file: 'a.yaml', text: '{{{' }, { a: 1 });
  expect(recalled.value).toEqual({ a: 1 });
  expect(recalled.partial).toEqual({ a: 1 });
});
