import type { CrisisLabel, SafetyContext, SafetyFinding } from '../core/types';
import type { Span } from './grammar';
import { fixedIds, normalise, type WordStream } from './normalise';
import type { HearRule, QuietRule, Rule, SafetyRules } from './rules';

/** Turns after a crisis reply in which "yes" or "tonight" still belongs to it. */
export const followUpTurns = 3;
/** Words a follow-up has at most; longer messages speak for themselves. */
const followUpWords = 14;

interface Heard {
  readonly rule: HearRule & Pick<Rule, 'language'>;
  readonly span: Span;
  level: 'none' | 'possible' | 'certain';
}

/**
 * Reads one message for danger, in English and Spanish at once. Pure; time is linear in the length of the text.
 * `context.locale` changes nothing: people mix languages.
 */
export function detect(safety: SafetyRules, text: string, context: SafetyContext): SafetyFinding {
  const stream = normalise(text, safety.speller, safety.vocabulary);
  const heard: Heard[] = [];
  const quiet: { rule: QuietRule; span: Span }[] = [];
  const marks: { id: string; span: Span }[] = [];
  const following =
    context.memory !== undefined && context.memory.turns <= followUpTurns && stream.ids.length <= followUpWords;
  for (const span of safety.grammar.find(stream)) {
    const rule = safety.rules[span.index];
    if (rule?.kind === 'hear') {
      if (!rule.follow_up || following) heard.push({ rule, span, level: rule.level });
    } else if (rule?.kind === 'quiet') quiet.push({ rule, span });
    else if (rule) marks.push({ id: rule.id, span });
  }
  const minor = marks.some((mark) => mark.id === 'minor');
  if (heard.length) {
    const present = new Set(marks.map((mark) => mark.id));
    for (const one of heard) {
      if (one.rule.needs.some((id) => !present.has(id)) || one.rule.without.some((id) => present.has(id))) {
        one.level = 'none';
      }
    }
    const sentences = sentenceNumbers(stream);
    for (const { rule, span } of quiet) {
      if (marks.some((mark) => rule.unless.includes(mark.id) && within(rule, span, mark.span, sentences))) continue;
      for (const one of heard) if (quiets(rule, span, one, sentences)) one.level = lower(one.level, rule.leaves);
    }
    quotedOnly(stream, heard);
  }
  const left = heard.filter((one) => one.level !== 'none');
  const best = choose(left, minor);
  if (!best) return { level: 'none', label: 'none', urgent: false, ...(minor ? { minor } : {}), rules: [] };
  const follow = best.rule.follow_up && context.memory ? context.memory : undefined;
  const label = follow ? follow.label : best.rule.label;
  return {
    level: follow ? follow.level : best.level,
    label,
    urgent:
      left.some((one) => one.rule.urgent && (one.rule.label === label || one.rule.follow_up)) ||
      (follow?.urgent ?? false),
    ...(minor ? { minor } : {}),
    ...oneLanguage(left.map((one) => one.rule)),
    rules: [...new Set(left.map((one) => one.rule.id))],
  };
}

/** The language all rules share; a mixed message says nothing of it. */
function oneLanguage(rules: readonly Pick<Rule, 'language'>[]): Pick<SafetyFinding, 'language'> {
  const language = rules[0]?.language;
  return language && rules.every((rule) => rule.language === language) ? { language } : {};
}

/** Sentence number of every word. */
function sentenceNumbers(stream: WordStream): Int32Array {
  const out = new Int32Array(stream.ids.length + 1);
  let sentence = 0;
  for (let i = 0; i < stream.ids.length; i++) {
    out[i] = sentence;
    if (stream.ids[i] === fixedIds.stop) sentence++;
  }
  return out;
}

function within(rule: QuietRule, span: Span, other: Span, sentences: Int32Array): boolean {
  return rule.scope === 'message' || sentences[span.start] === sentences[other.start];
}

function quiets(rule: QuietRule, span: Span, one: Heard, sentences: Int32Array): boolean {
  if (rule.labels && !rule.labels.includes(one.rule.label)) return false;
  const { start, end } = one.span;
  // What says more wins: a rule that covers the idiom and words around it was written with it in view.
  const overlaps =
    span.start < end &&
    start < span.end &&
    !(start <= span.start && span.end <= end && end - start > span.end - span.start);
  if (rule.scope === 'match') return overlaps;
  if (one.rule.firm && !rule.strong) return false;
  return rule.scope === 'message' || sentences[span.start] === sentences[start];
}

function lower(level: Heard['level'], to: 'none' | 'possible'): Heard['level'] {
  return level === 'none' || to === 'none' ? 'none' : 'possible';
}

/** Words inside quotation marks within a longer message are somebody's words: help lines, then the turn goes on. */
function quotedOnly(stream: WordStream, heard: readonly Heard[]): void {
  if (!stream.quoted.includes(true) || stream.quoted.filter((inside) => !inside).length < 3) return;
  for (const one of heard) {
    let inside = true;
    for (let i = one.span.start; i < one.span.end; i++) inside &&= stream.quoted[i] === true;
    if (inside) one.level = lower(one.level, 'possible');
  }
}

/** safety.md 2: emergency or act in progress, violence in progress, suicide with plan or means, then the others. */
const order: readonly CrisisLabel[] = [
  'medical_emergency',
  'suicide',
  'child_abuse',
  'sexual_assault',
  'partner_violence',
  'self_harm',
  'harm_to_others',
  'third_party_concern',
];
const violence: readonly CrisisLabel[] = ['child_abuse', 'sexual_assault', 'partner_violence', 'harm_to_others'];

function choose(heard: readonly Heard[], minor: boolean): Heard | undefined {
  const rank = ({ rule, level }: Heard): number => {
    let urgency = 3;
    if (rule.urgent) urgency = rule.label === 'medical_emergency' ? 0 : violence.includes(rule.label) ? 1 : 2;
    const place = rule.label === 'child_abuse' && !minor ? 3.5 : order.indexOf(rule.label);
    return (level === 'certain' ? 0 : 100) + urgency * 10 + place + (rule.follow_up ? 50 : 0);
  };
  // A longer reading of the same words is the better one: "my friend said I want to die".
  const outermost = heard.filter(
    (one) =>
      !heard.some(
        (other) =>
          other.rule.label !== one.rule.label &&
          one.rule.needs.length === 0 &&
          (other.rule.urgent || !one.rule.urgent) &&
          other.level !== 'none' &&
          (other.level === one.level || other.level === 'certain') &&
          other.span.start <= one.span.start &&
          other.span.end >= one.span.end &&
          other.span.end - other.span.start > one.span.end - one.span.start,
      ),
  );
  return [...outermost].sort((a, b) => rank(a) - rank(b))[0];
}
