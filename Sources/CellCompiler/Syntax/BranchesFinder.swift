import SwiftSyntax

/// Tells whether each branch of an `if` with `else`, or of a `switch`, is one expression, as a value needs it.
enum BranchesFinder {
    static func areSingleExpressions(in expression: ExprSyntax) -> Bool {
        if let condition = expression.as(IfExprSyntax.self) {
            guard isSingleExpression(condition.body.statements), let other = condition.elseBody else { return false }
            switch other {
            case .ifExpr(let nested): return areSingleExpressions(in: ExprSyntax(nested))
            case .codeBlock(let block): return isSingleExpression(block.statements)
            default: return false
            }
        }
        if let choice = expression.as(SwitchExprSyntax.self) {
            return !choice.cases.isEmpty
                && choice.cases.allSatisfy { item in
                    guard case .switchCase(let item) = item else { return false }
                    return isSingleExpression(item.statements)
                }
        }
        return false
    }

    private static func isSingleExpression(_ statements: CodeBlockItemListSyntax) -> Bool {
        guard statements.count == 1, let only = statements.first else { return false }
        switch only.item {
        case .expr(let expression): return !expression.is(SequenceExprSyntax.self) || showsValue(expression)
        case .stmt(let statement):
            guard let nested = statement.as(ExpressionStmtSyntax.self) else { return false }
            return areSingleExpressions(in: nested.expression)
        default: return false
        }
    }
}
