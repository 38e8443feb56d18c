export { type Outcome, type RequestOptions } from './requests/requestOptions.js'
export { type NodeRequest, type NodeResponse } from './frameworks/nodeTypes.js'
export { httpRequests } from './frameworks/httpRequests.js'
export { expressErrors, expressRequests, type ExpressRequest } from './frameworks/expressRequests.js'
export {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  fastifyRequests,
} from './fastify/fastifyRequests.js'
export { type ChildOptions, type FastifyLogger, fastifyLogger, type Serializers } from './fastify/fastifyLogger.js'
export { type HonoContext, honoRequests } from './frameworks/honoRequests.js'
export { type KoaContext, koaRequests } from './frameworks/koaRequests.js'
