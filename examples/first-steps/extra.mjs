import * as logging from 'treeline'

const FORMAT = '%(asctime)s %(clientip)-15s %(user)-8s %(message)s'
logging.basicConfig({ format: FORMAT })

const extra = { clientip: '192.168.0.1', user: 'fbloggs' }
logging.getLogger('tcpserver').warning('Protocol problem: %s', 'connection reset', { extra })
