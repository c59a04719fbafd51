import { z } from 'zod';

/** The form of the files in `knowledge/`. The messages here are mends: they say what to write. What a valid file must say beyond its form is the lint's business. */

const id = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'write small letters, digits and single hyphens')
  .meta({ description: 'Small letters, digits and hyphens. Ids are stable: add, never rename.' });

const text = z.string().trim().min(1);

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'write a date such as 2026-11-23')
  .refine((d) => {
    const time = Date.parse(`${d}T00:00:00Z`);
    return !Number.isNaN(time) && new Date(time).toISOString().startsWith(d);
  }, 'write a day that exists');

const review = z
  .strictObject({
    status: z.enum(['draft', 'reviewed']).meta({ description: 'reviewed: a named clinician has read the answer.' }),
    on: date.meta({
      description: 'Day of the last look, such as 2026-11-23. After 12 months the check asks for another.',
    }),
    by: text.optional().meta({ description: 'Who read it.' }),
  })
  .refine((r) => r.status === 'draft' || r.by !== undefined, {
    message: 'say who read it, or write draft',
    path: ['by'],
  });

export const entrySchema = z.strictObject({
  id,
  title: text.meta({ description: 'The name people see on buttons and in "did you mean".' }),
  questions: z.array(text).min(1).meta({ description: 'Ways people ask, twelve or more, as people write.' }),
  answer: text.meta({ description: '60 to 180 words; a blank line parts the two bubbles.' }),
  short: text.optional().meta({ description: 'The answer in one sentence.' }),
  sources: z.array(id).optional().meta({ description: 'Ids of knowledge/sources.yaml.' }),
  next: z.array(id).max(3).optional().meta({ description: 'One to three ids of answers or dialogs to go on with.' }),
  review: review.optional(),
  audience: id.optional().meta({ description: 'Who the answer speaks to, such as parents.' }),
  threshold: z.number().min(0).max(1).optional().meta({
    description: 'Confidence from which this entry answers, 0 to 1, instead of the common one.',
  }),
  metadata: z.record(z.string(), z.string()).optional().meta({
    description: 'What another tool kept beside the answer; never shown.',
  }),
});

export const groupSchema = z.strictObject({
  group: id.meta({ description: 'The name of the file without .yaml.' }),
  title: text,
  entries: z.array(entrySchema),
});

export const sourceSchema = z.strictObject({
  citation: text.meta({ description: 'What people see under "sources".' }),
  url: text.optional().meta({ description: 'Where to check it; https only.' }),
  accessed: date.optional(),
});

export const sourcesSchema = z.strictObject({ sources: z.record(id, sourceSchema) });

/** `knowledge/topics.yaml`: what the knowledge base must answer. */
export const topicsSchema = z.strictObject({
  groups: z.array(
    z.strictObject({
      id,
      title: text,
      topics: z.array(z.strictObject({ id, required: z.boolean().optional() })),
    }),
  ),
});

/** JSON Schema of a group file, for editors. */
export function knowledgeJsonSchema(): object {
  return z.toJSONSchema(groupSchema, { target: 'draft-7', io: 'input' });
}
