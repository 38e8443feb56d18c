export { type ClassSignature, type Constructor, registerClass, registerObject } from './classes.js'
export { dictConfig, type DictConfig, DictConfigurator } from './dictConfig.js'
