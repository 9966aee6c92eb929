@_exported import Baselines
@_exported import Figures
@_exported import NeuralNetworks
@_exported import NotebookDisplay
@_exported import Tensors
@_exported import Training
@_exported import TrainingData
@_exported import Weights
