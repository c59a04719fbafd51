import { createHash, randomBytes, scrypt, timingSafeEqual, webcrypto } from 'node:crypto';
import { type CryptoKey, decodeJwt, errors, jwtVerify, SignJWT } from 'jose';

/** What a token says of its bearer. */
export interface Claims {
  readonly conversation: string;
  /** Begins with `dl_`: the official clients keep such ids for those that come in a token. */
  readonly user: string;
  /** Minted without the secret: it shares the allowance of its address. */
  readonly open: boolean;
}

export type Bearer =
  | { readonly type: 'secret' }
  | ({ readonly type: 'token' } & Claims)
  /** Signed by us, once good. `claims` for whoever may renew it. */
  | { readonly type: 'expired'; readonly claims: Claims; readonly expired: number }
  | { readonly type: 'nobody' };

export interface Tokens {
  /** Lifetime of what `issue` makes, in seconds. */
  readonly lifetime: number;
  readonly issue: (claims: Claims) => Promise<string>;
  /** A token that opens the stream and nothing else: it stands in an address, where logs may see it. */
  readonly issueForStream: (claims: Claims) => Promise<string>;
  /** Whose credential this is. Never throws. `expired` is in seconds since 1970. */
  readonly read: (credential: string) => Promise<Bearer>;
  /** The same for what stands in a stream's address. */
  readonly readForStream: (credential: string) => Promise<Bearer>;
}

const issuer = 'attune';
const rest = 'attune:directline';
const stream = 'attune:stream';
/** Longer credentials are nobody's. */
const maxLength = 4096;
/** Tokens that held a moment ago and are not checked again, at most; a signature costs as much as half a turn. */
const rememberedTokens = 5000;

/**
 * Tokens as JSON Web Tokens (HS256). The first secret signs, all of them verify, so one can be changed without a break:
 * put the new one in front, and take the old one away after one token lifetime.
 * @param secrets one or more, none empty.
 * @param now in milliseconds.
 */
export function signedTokens(secrets: readonly string[], lifetime: number, now: () => number): Tokens {
  const digests = secrets.map(digest);
  // Made from the secret slowly and once, so that a token tells nobody a short secret by trial.
  let keys: Promise<CryptoKey[]> | undefined;
  const allKeys = (): Promise<CryptoKey[]> => {
    keys ??= Promise.all(secrets.map(keyOf));
    return keys;
  };

  async function sign({ conversation, user, open }: Claims, audience: string): Promise<string> {
    const [key] = await allKeys();
    const seconds = Math.floor(now() / 1000);
    return new SignJWT({ conv: conversation, user, ...(open ? { open } : {}) })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(seconds)
      .setExpirationTime(seconds + lifetime)
      .setJti(randomBytes(6).toString('base64url'))
      .sign(key as CryptoKey);
  }

  async function verify(credential: string, audience: readonly string[]): Promise<Bearer> {
    if (credential.length > maxLength || !canonical(credential)) return { type: 'nobody' };
    for (const key of await allKeys()) {
      try {
        const { payload } = await jwtVerify(credential, key, {
          algorithms: ['HS256'],
          issuer,
          audience: [...audience],
          currentDate: new Date(now()),
          requiredClaims: ['exp', 'conv', 'user'],
        });
        return { type: 'token', ...claimsOf(payload) };
      } catch (error) {
        if (error instanceof errors.JWTExpired) {
          return { type: 'expired', claims: claimsOf(error.payload), expired: error.payload.exp ?? 0 };
        }
      }
    }
    return { type: 'nobody' };
  }

  /** Tokens for the conversation that held, with the second in which they end. */
  const held = new Map<string, { readonly bearer: Bearer; readonly ends: number }>();
  async function remembered(credential: string): Promise<Bearer> {
    const known = held.get(credential);
    if (known && known.ends > now() / 1000) return known.bearer;
    held.delete(credential);
    const bearer = await verify(credential, [rest]);
    if (bearer.type === 'token') {
      const [oldest] = held.keys();
      if (held.size >= rememberedTokens && oldest !== undefined) held.delete(oldest);
      held.set(credential, { bearer, ends: endOf(credential) });
    }
    return bearer;
  }

  return {
    lifetime,
    issue: (claims) => sign(claims, rest),
    issueForStream: (claims) => sign(claims, stream),
    async read(credential) {
      const given = digest(credential);
      // All are looked at, so that the time says nothing about which came close.
      const same = digests.map((own) => timingSafeEqual(own, given)).some(Boolean);
      return same ? { type: 'secret' } : remembered(credential);
    },
    readForStream: (credential) => verify(credential, [stream, rest]),
  };
}

function claimsOf(payload: Readonly<Record<string, unknown>>): Claims {
  return { conversation: String(payload['conv']), user: String(payload['user']), open: payload['open'] === true };
}

/** When a token that holds will end, in seconds since 1970. */
function endOf(token: string): number {
  return decodeJwt(token).exp ?? 0;
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

/** Three parts in the one spelling base64url has for them: the last character of a signature could be written four ways. */
function canonical(token: string): boolean {
  const parts = token.split('.');
  return parts.length === 3 && parts.every((p) => p !== '' && Buffer.from(p, 'base64url').toString('base64url') === p);
}

function keyOf(secret: string): Promise<CryptoKey> {
  return new Promise((resolve, reject) => {
    scrypt(secret, 'attune directline tokens', 32, (error, bytes) => {
      const use = { name: 'HMAC', hash: 'SHA-256' };
      if (error) reject(error);
      else webcrypto.subtle.importKey('raw', bytes, use, false, ['sign', 'verify']).then(resolve, reject);
    });
  });
}
