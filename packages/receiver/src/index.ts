export { type ClientInfo, Receiver, type ReceiverStats } from './receiver.js'
export { type RateLimit, type ReceiverOptions, type Sender } from './options.js'
export { type RefusalReason } from './requests/refusal.js'
