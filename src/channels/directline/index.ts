import type { HttpServer } from '../http';
import type { AccessRules } from './access';
import { type ConversationsParts, directConversations } from './conversations';
import { type Allowances, directLineRoutes } from './routes';
import { webSockets } from './stream';
import { signedTokens } from './tokens';

export { developmentAllowances, usualAllowances } from './routes';

export interface DirectLineParts extends ConversationsParts {
  readonly http: HttpServer;
  /** The first signs tokens, all of them count. */
  readonly secrets: readonly string[];
  /** Lifetime of a token, in seconds. */
  readonly tokenTtl: number;
  readonly rules: AccessRules;
  readonly allowances: Allowances;
}

export interface DirectLine {
  /** Answers what waited when the process ended. To be called before the port is open. @returns how many messages waited. */
  readonly recover: () => Promise<number>;
  /** Lets turns in flight end, then closes the sockets. */
  readonly close: () => Promise<void>;
}

/** The Direct Line endpoint, ready to serve once the port is open. */
export function openDirectLine(parts: DirectLineParts): DirectLine {
  const now = (): number => Date.parse(parts.now());
  const conversations = directConversations(parts);
  const sockets = webSockets();
  const { http, rules, allowances } = parts;
  const tokens = signedTokens(parts.secrets, parts.tokenTtl, now);
  const renewSeconds = parts.idleHours * 3600;
  directLineRoutes(http, { conversations, tokens, sockets, rules, allowances, now, renewSeconds });
  return {
    recover: () => conversations.recover(),
    async close() {
      await conversations.drained();
      sockets.close();
    },
  };
}
