// What the options of requests are given: the framework's own request. All of it has to compile; types.test.ts checks it.
import {
  expressRequests,
  fastifyRequests,
  honoRequests,
  httpRequests,
  koaRequests,
  type RequestOptions,
} from '@treeline/server'

interface Tenant {
  readonly tenant: string
}

/** As an application writes them for any framework. */
const common: RequestOptions = { level: ({ status = 0 }) => (status >= 500 ? 'ERROR' : 'INFO') }

export const all: readonly unknown[] = [
  expressRequests({
    fields: ({ request }) => ({ url: request.originalUrl ?? request.url, agent: request.headers['user-agent'] }),
  }),
  expressRequests<Tenant>({ skip: ({ request }) => request.tenant === 'test' }),
  koaRequests({ fields: ({ request }) => ({ url: request.req.url }) }),
  koaRequests<Tenant>({ fields: ({ request }) => ({ tenant: request.tenant }) }),
  honoRequests({ fields: ({ request }) => ({ url: request.req.url }) }),
  httpRequests((_request, response) => response.end(), { fields: ({ request }) => ({ url: request.url }) }),
  ((options) => fastifyRequests.bind(undefined, {} as never, options)) satisfies (
    options: Parameters<typeof fastifyRequests>[1],
  ) => unknown,
  expressRequests(common),
  koaRequests(common),
  honoRequests(common),
  httpRequests((_request, response) => response.end(), common),
]
