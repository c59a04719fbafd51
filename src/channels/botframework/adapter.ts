import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  type InvokeResponse,
  type TurnContext,
} from 'botbuilder';
import { HttpError } from '../reply';

/** How the bot proves who it is; empty `appId`: not at all, and nobody else does either (development). */
export interface Identity {
  readonly appId: string;
  readonly appType: 'SingleTenant' | 'UserAssignedMSI' | 'MultiTenant';
  readonly password?: string;
  readonly tenantId?: string;
}

/** Connector clients kept, one for each service URL; Teams uses a handful of them worldwide. */
const keptConnectors = 50;

type Authentication = ConfigurationBotFrameworkAuthentication;
export type Authenticated = Awaited<ReturnType<Authentication['authenticateRequest']>>;
type ConnectorFactory = NonNullable<Authenticated['connectorFactory']>;
type ConnectorClient = Awaited<ReturnType<ConnectorFactory['create']>>;
type UserTokenClient = Awaited<ReturnType<Authentication['createUserTokenClient']>>;

/**
 * The one adapter: Teams and other Azure channels come in with a token, this process's own channels with an identity of
 * their own, and all go through the same pipeline. It keeps what the framework would build anew each turn: the user token
 * client (one Azure HTTP pipeline), and the connector of each service URL. Replies that are handed back in the response
 * (`expectReplies`) need no connector at all.
 */
export class AttuneAdapter extends CloudAdapter {
  readonly #connectors = new Map<string, ConnectorClient>();
  #anonymous: Authenticated | undefined;

  constructor(readonly identity: Identity) {
    super(new KeepingAuthentication(identity));
  }

  /**
   * Runs one activity that came over HTTP.
   * @throws HttpError 401 for a token that does not hold, 403 for a service URL that may not be called,
   * 503 when tokens cannot be checked now; whatever `logic` throws.
   */
  async receive(
    authorization: string,
    activity: Activity,
    logic: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    const authenticated = await this.#authenticate(authorization, activity);
    const direct = activity.deliveryMode === 'expectReplies';
    if (!direct) checkServiceUrl(activity.serviceUrl, this.identity.appId !== '');
    const connectorFactory = direct ? noConnector : this.#keeping(authenticated);
    return this.processActivity({ ...authenticated, connectorFactory }, activity, logic);
  }

  /**
   * Runs one activity of this process's own channel. Nothing leaves the house: replies go to `take`, with the fields a
   * reply has, and nobody has to prove who they are (the channel has seen to that).
   * @throws whatever `logic` throws.
   */
  async deliver(
    activity: object,
    logic: (context: TurnContext) => Promise<void>,
    take: (reply: object) => void,
  ): Promise<void> {
    const send = (reply: object): Promise<{ id: string }> => {
      take(reply);
      return Promise.resolve({ id: '' });
    };
    const conversations = {
      sendToConversation: (_conversation: string, reply: object) => send(reply),
      replyToActivity: (_conversation: string, _to: string, reply: object) => send(reply),
    };
    const connectorFactory = { create: () => Promise.resolve({ conversations }) } as unknown as ConnectorFactory;
    const { appId } = this.identity;
    const authenticated = { audience: appId, claimsIdentity: this.createClaimsIdentity(appId), connectorFactory };
    await this.processActivity(authenticated, { ...activity } as Activity, logic);
  }

  async #authenticate(authorization: string, activity: Activity): Promise<Authenticated> {
    if (this.#anonymous) return this.#anonymous;
    try {
      const authenticated = await this.botFrameworkAuthentication.authenticateRequest(activity, authorization);
      // Without an app id everyone is nobody, so one answer serves all.
      if (this.identity.appId === '') this.#anonymous = authenticated;
      return authenticated;
    } catch (error) {
      // Only a refusal carries a status; anything else is the key server or the network.
      const { statusCode } = error as { statusCode?: unknown };
      if (typeof statusCode === 'number') throw new HttpError(401, 'Unauthorized', 'The token does not hold.');
      throw new HttpError(503, 'AuthUnavailable', 'Tokens cannot be checked at the moment.');
    }
  }

  #keeping({ connectorFactory }: Authenticated): ConnectorFactory {
    const create = async (serviceUrl: string, audience: string): Promise<ConnectorClient> => {
      const key = `${audience} ${serviceUrl}`;
      const kept = this.#connectors.get(key);
      if (kept) return kept;
      if (!connectorFactory) throw new Error('no connector for this identity');
      const made = restrained(await connectorFactory.create(serviceUrl, audience), this.identity.appId === '');
      const [oldest] = this.#connectors.keys();
      if (this.#connectors.size >= keptConnectors && oldest !== undefined) this.#connectors.delete(oldest);
      this.#connectors.set(key, made);
      return made;
    };
    return { create } as ConnectorFactory;
  }
}

/** Where replies may be sent: with an app id over https only (the token vouches for the host), without one to this machine. */
export function checkServiceUrl(serviceUrl: unknown, authenticated: boolean): void {
  const url = typeof serviceUrl === 'string' && URL.canParse(serviceUrl) ? new URL(serviceUrl) : undefined;
  const loopback = url !== undefined && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  const web = url?.protocol === 'https:' || (url?.protocol === 'http:' && !authenticated);
  if (url && web && !url.username && !url.password && (authenticated || loopback)) return;
  const rule = authenticated ? 'an https address' : 'on this machine, as there is no app id';
  throw new HttpError(403, 'BadServiceUrl', `serviceUrl must be ${rule}.`);
}

/**
 * A redirect could lead a reply anywhere, so the client is not to follow any. In development nobody is throttled, and
 * an emulator that is gone should not hold the request for seconds. The client's HTTP pipeline is reachable, but the
 * connector's types do not know it.
 */
function restrained(client: ConnectorClient, development: boolean): ConnectorClient {
  const { pipeline } = (client as unknown as { client: { pipeline: Pipeline } }).client;
  pipeline.removePolicy({ name: 'redirectPolicy' });
  if (development) pipeline.removePolicy({ name: 'defaultRetryPolicy' });
  return client;
}
interface Pipeline {
  readonly removePolicy: (policy: { readonly name: string }) => unknown;
}

/** For `expectReplies`: the replies stay in the turn, and nothing is called. */
const noConnector = {
  create: () => Promise.resolve({ conversations: {} } as ConnectorClient),
} as unknown as ConnectorFactory;

/** The bot's authentication, with the one part kept that never differs between turns. */
class KeepingAuthentication extends ConfigurationBotFrameworkAuthentication {
  #userTokens: Promise<UserTokenClient> | undefined;

  constructor({ appId, appType, password, tenantId }: Identity) {
    super(
      appId
        ? {
            MicrosoftAppId: appId,
            MicrosoftAppType: appType,
            ...(password ? { MicrosoftAppPassword: password } : {}),
            ...(tenantId ? { MicrosoftAppTenantId: tenantId } : {}),
          }
        : {},
    );
  }

  override createUserTokenClient(claims: Authenticated['claimsIdentity']): Promise<UserTokenClient> {
    this.#userTokens ??= super.createUserTokenClient(claims).catch((error: unknown) => {
      this.#userTokens = undefined;
      throw error;
    });
    return this.#userTokens;
  }
}
