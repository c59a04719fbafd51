import { memoryStore } from '../../src/store/memory';
import { holdsStoreContract } from '../contract/conversations';

holdsStoreContract('memory', async () => memoryStore());
