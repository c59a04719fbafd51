import { memoryStore } from '../../src/store/memory';
import { holdsStoreContract } from '../contract/conversations';
import { holdsLogContract } from '../contract/logs';

holdsStoreContract('memory', async () => memoryStore());
holdsLogContract('memory', async () => memoryStore());
