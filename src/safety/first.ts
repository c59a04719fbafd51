import type { Safety } from '../core/types';

/** A first safety port, until the detector and the replies of knowledge/safety/ are wired: plain words only. */
export const firstSafety: Safety = {
  detect: (text) =>
    /\b(kill(ing)? my ?self|suicid\w*|end my life|want to die|matarme|quitarme la vida|quiero morir)\b/i.test(text)
      ? { level: 'certain', label: 'suicide', urgent: false, rules: ['plain-words'] }
      : { level: 'none', label: 'none', urgent: false, rules: [] },
  reply: (finding, { waiting }) => [
    {
      type: 'crisis',
      label: finding.label === 'none' ? 'suicide' : finding.label,
      level: finding.level === 'possible' ? 'possible' : 'certain',
      urgent: finding.urgent,
      paragraphs: [
        'Thank you for telling me. That sounds very hard. If you may be in danger now, call your emergency number first (911 in the US).',
        'In the US you can call or text 988 at any time. I am a computer program. I cannot see where you are or send help.',
      ],
      contacts: [
        { label: 'Call 988 (US)', url: 'tel:988' },
        { label: 'Help lines by country', url: 'https://findahelpline.com' },
      ],
      options: waiting ? [{ label: 'Go on', at: 'crisis', value: 'resume' }] : [],
    },
  ],
  answer: (event) => (event.type === 'picked' && event.value === 'resume' ? { out: [], resume: true } : undefined),
};
