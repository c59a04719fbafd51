import { grade, wordCount } from '../../core/grade';
import { at, type Finding, type Rule } from './rule';

/** An answer's length in words: shorter leaves people asking, longer is not read on a phone. */
export const answerWords = { fewest: 60, most: 180 } as const;

/** School grade an answer may have; see `core/grade.ts`. */
export const hardestGrade = 8;

export const tooShort: Rule = {
  code: 'too-short',
  mend: `write ${answerWords.fewest} to ${answerWords.most} words: what it is, what it means for the reader, what is uncertain`,
  *check(context): Iterable<Finding> {
    for (const entry of context.knowledge.entries) {
      const words = wordCount(entry.answer);
      if (words < answerWords.fewest) yield at(context, entry, ['answer'], `"${entry.id}" has ${words} words`);
    }
  },
};

export const tooLong: Rule = {
  code: 'too-long',
  mend: `keep to ${answerWords.most} words; a second answer may take the rest`,
  *check(context): Iterable<Finding> {
    for (const entry of context.knowledge.entries) {
      const words = wordCount(entry.answer);
      if (words > answerWords.most) yield at(context, entry, ['answer'], `"${entry.id}" has ${words} words`);
    }
  },
};

export const tooHard: Rule = {
  code: 'too-hard',
  mend: 'shorter sentences and shorter words; part a sentence at "and", "which" or a comma',
  *check(context): Iterable<Finding> {
    for (const entry of context.knowledge.entries) {
      const found = grade(entry.answer, entry.locale);
      if (found > hardestGrade) {
        const message = `"${entry.id}" reads at grade ${found.toFixed(1)}; the limit is ${hardestGrade}`;
        yield at(context, entry, ['answer'], message);
      }
    }
  },
};

/**
 * What no answer may claim about the therapy; a hit in a sentence that denies it, in a question or in words to be said
 * is none. What the guide may never say of itself or to a person stands in `knowledge/safety/wording.yaml`.
 */
const claims: readonly { readonly words: RegExp; readonly mend: string }[] = [
  {
    words:
      /\b(?:cures?|cured|guarantee[sd]?|(?:is|are|been|clinically|scientifically) proven|scientifically shown|success rate)\b/i,
    mend: 'say what studies found and how sure it is: "may help", "in one study"',
  },
  {
    words: /\b(?:the best|most effective) (?:therapy|therapist|treatment|approach|kind)\b/i,
    mend: 'say whom it may suit; no approach is best for everyone',
  },
  {
    words: /(?<!\p{L})(?:cura|garantiza|(?:está|ha) (?:sido )?(?:de)?mostrad[oa]|tasa de éxito)(?!\p{L})/iu,
    mend: 'di qué encontraron los estudios y con qué límites: "puede ayudar", "en un estudio"',
  },
  {
    words: /(?<!\p{L})(?:la mejor|la más eficaz|el más eficaz) (?:terapia|tratamiento|enfoque)(?!\p{L})/iu,
    mend: 'di a quién puede servirle; ningún enfoque es el mejor para todo el mundo',
  },
];

const denial =
  /\b(?:no|not|never|nobody|nothing|none|neither|nor|cannot|without|beware|if|whether|nunca|nadie|sin|si)\b|n['’]t\b/i;

/** Words an answer gives the reader to say. */
const quoted = /["“«][^"”»]*["”»]/g;

export const claimWord: Rule = {
  code: 'claim-word',
  mend: 'say less',
  *check(context): Iterable<Finding> {
    for (const entry of context.knowledge.entries) {
      const parts: [string, string | undefined][] = [
        ['title', entry.title],
        ['answer', entry.answer],
        ['short', entry.short],
      ];
      for (const [key, text] of parts) {
        for (const sentence of (text ?? '').replace(quoted, '…').split(/(?<=[.!?])\s+/)) {
          if (/\?\s*$/.test(sentence)) continue;
          for (const claim of claims) {
            const hit = claim.words.exec(sentence);
            if (!hit || denial.test(sentence)) continue;
            yield { ...at(context, entry, [key], `"${entry.id}" claims "${hit[0]}"`), mend: claim.mend };
          }
        }
      }
    }
  },
};
