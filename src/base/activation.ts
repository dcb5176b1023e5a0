/** What turns the output of a model into scores. */
export type Activation = 'none' | 'sigmoid' | 'softmax';
