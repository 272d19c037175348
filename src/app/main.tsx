import { connect } from '../worker/bridge.ts';
import { mount } from './mount.tsx';

mount(document.getElementById('root')!, connect());
