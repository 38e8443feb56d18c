export function listener(receiver?: Pick<Receiver, 'handle'> | ReceiverOptions): (req: IncomingMessage, res: ServerResponse) => void
