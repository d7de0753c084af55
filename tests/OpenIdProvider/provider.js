// An OpenID provider on loopback with a fresh signing key. Whoever signs in is who they say they are.
// Argument: {"port": ..., "audience": "...", "claims": {"<account>": {...}}}, the claims that tokens of an account carry.
import { generateKeyPairSync } from 'node:crypto';
import { Provider } from 'oidc-provider';

const { port, audience, claims } = JSON.parse(process.argv[2]);
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'shop-page',
    application_type: 'native',
    redirect_uris: ['http://127.0.0.1/signed-in', 'http://127.0.0.1/sign-in'],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'none',
  }],
  cookies: { keys: ['tests'] },
  clientBasedCORS: (_, origin) => origin.startsWith('http://127.0.0.1:'),
  jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' }] },
  features: {
    resourceIndicators: {
      enabled: true,
      getResourceServerInfo: () => ({
        audience, scope: 'shop', accessTokenFormat: 'jwt', accessTokenTTL: 3600, jwt: { sign: { alg: 'RS256' } },
      }),
      useGrantedResource: () => true,
    },
  },
  extraTokenClaims: (_, token) => claims[token.accountId],
});
provider.listen(port, '127.0.0.1', () => console.log('The provider listens.'));
